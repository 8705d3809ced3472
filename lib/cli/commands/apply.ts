import { Command } from "commander";
import { Change } from "@/lib/model/change";
import { type ConfigKey, ConfigObject } from "@/lib/model/config-object";
import { HeddleError } from "@/lib/model/heddle-error";
import { apiCall } from "../api-call";
import { changeItems } from "../change-items";
import { readInput } from "../read-input";
import { type CliSettings, cliSettings } from "../settings";
import type { CommandOf } from "./command-of";

const POLL_MS = 250;

const pathOf = ({ group, version, plural, namespace, name }: ConfigKey) =>
  ["config", group, version, plural, namespace, name].map(encodeURIComponent).join("/");

/** The stored version an object has now; null: it does not exist yet. */
async function currentVersion(settings: CliSettings, key: ConfigKey): Promise<string | null> {
  try {
    return (await apiCall(settings, pathOf(key), ConfigObject)).resourceVersion;
  } catch (error) {
    if (error instanceof HeddleError && error.code === "not_found") return null;
    throw error;
  }
}

async function settled(settings: CliSettings, id: string, timeoutSec: number): Promise<Change> {
  const end = Date.now() + timeoutSec * 1000;
  for (;;) {
    const change = await apiCall(settings, `changes/${id}`, Change);
    if (change.state !== "pushing" || Date.now() > end) return change;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function report(change: Change): void {
  const count = (state: string) => change.propagation.filter((proxy) => proxy.state === state).length;
  for (const { proxyId, reason } of change.propagation.filter((proxy) => proxy.state === "refused")) {
    console.error(`✗ ${proxyId} refused: ${reason ?? "no reason given"}`);
  }
  console.log(
    `change ${change.number} ${change.state}: ${count("acked")} proxies acknowledged, ${count("refused")} refused, ` +
      `${count("waiting") + count("sent")} waiting, ${count("unaffected")} unaffected`,
  );
}

/** `heddle apply -f`: pushes objects as one change and waits for the proxies. Exit code 1 when any refuses or does not answer. */
export const applyCommand: CommandOf = (globals) =>
  new Command("apply")
    .description("push objects as one change and wait until the proxies acknowledge")
    .requiredOption("-f, --file <file>", "YAML of one or more objects, - for standard input")
    .option("--reason <text>", "kept with the change", "heddle apply")
    .option(
      "--override <reason>",
      "push despite findings that a reason overrides, e.g. STRICT while callers talk plaintext",
    )
    .option("--timeout <seconds>", "how long to wait for the proxies", Number, 30)
    .action(
      async ({
        file,
        reason,
        timeout,
        override,
      }: {
        file: string;
        reason: string;
        timeout: number;
        override?: string;
      }) => {
        const settings = cliSettings(globals());
        const items = [];
        for (const item of changeItems(await readInput(file))) {
          items.push({ ...item, resourceVersion: await currentVersion(settings, item.key) });
        }
        const body = JSON.stringify({ items, reason, override });
        const { id } = await apiCall(settings, "changes", Change, { method: "POST", body });
        const change = await settled(settings, id, timeout);
        report(change);
        if (change.state !== "acknowledged") process.exitCode = 1;
      },
    );
