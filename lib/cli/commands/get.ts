import { Command } from "commander";
import { CONFIG_KINDS, ConfigObject } from "@/lib/model/config-object";
import { HeddleError } from "@/lib/model/heddle-error";
import { apiCall } from "../api-call";
import { cliSettings } from "../settings";
import type { CommandOf } from "./command-of";

function kindOf(word: string) {
  const wanted = word.toLowerCase();
  const found = CONFIG_KINDS.find(({ kind, plural }) => kind.toLowerCase() === wanted || plural === wanted);
  if (found) return found;
  throw new HeddleError("invalid_input", {
    what: `There is no kind "${word}".`,
    why: "The control plane stores Istio's networking kinds.",
    next: `Take one of ${CONFIG_KINDS.map(({ plural }) => plural).join(", ")}.`,
  });
}

/** `heddle get <kind> <name> -n <namespace>`: prints an object exactly as it is stored. */
export const getCommand: CommandOf = (globals) =>
  new Command("get")
    .description("print an object exactly as it is stored, comments included")
    .argument("<kind>", "e.g. virtualservice")
    .argument("<name>")
    .option("-n, --namespace <name>", "namespace", "default")
    .action(async (kind: string, name: string, { namespace }: { namespace: string }) => {
      const { group, version, plural } = kindOf(kind);
      const path = ["config", group, version, plural, namespace, name].map(encodeURIComponent).join("/");
      process.stdout.write((await apiCall(cliSettings(globals()), path, ConfigObject)).yaml);
    });
