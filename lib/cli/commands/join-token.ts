import { Command } from "commander";
import { z } from "zod";
import { JoinToken } from "@/lib/model/join-token";
import { apiCall } from "../api-call";
import { fetchJoinToken } from "../join-token";
import { cliSettings } from "../settings";
import { textTable } from "../text-table";
import { wholeNumber } from "../whole-number";
import type { CommandOf } from "./command-of";

interface CreateFlags {
  workload: string;
  namespace: string;
  name?: string;
  serviceAccount?: string;
  maxProxies?: number;
  expiresMinutes?: number;
  mesh?: string;
}

/** `heddle join-token`: what admits proxies of a workload to its identity. */
export const joinTokenCommand: CommandOf = (globals) => {
  const token = new Command("join-token").description("make, list and withdraw what admits proxies to an identity");
  token
    .command("create")
    .description("make a join token; its secret goes to standard output, this once (bootstrap makes its own)")
    .requiredOption("--workload <name>")
    .requiredOption("--namespace <name>")
    .option("--name <name>", "what it is for")
    .option("--service-account <name>", "last part of the identity; default: the workload")
    .option("--max-proxies <count>", "how many proxies it may admit; default: 1", wholeNumber)
    .option("--expires-minutes <minutes>", "admits new proxies for so long; default: 60", wholeNumber)
    .option("--mesh <name>", "where there is more than one")
    .action(async ({ mesh, expiresMinutes, ...wanted }: CreateFlags) => {
      const made = await fetchJoinToken(cliSettings(globals()), { ...wanted, expiresInMinutes: expiresMinutes }, mesh);
      const admits = made.maxProxies === 1 ? "one proxy" : `${made.maxProxies} proxies`;
      console.error(
        `heddle: join token of ${made.namespace}/${made.workload}, id ${made.id}, admits ${admits} until ${made.expiresAt}`,
      );
      console.log(made.token);
    });
  token
    .command("list")
    .description("the join tokens of the namespaces you operate; never their secrets")
    .option("--mesh <name>", "where there is more than one")
    .action(async ({ mesh }: { mesh?: string }) => {
      const tokens = await apiCall(cliSettings(globals()), `join-tokens${inMesh(mesh)}`, z.array(JoinToken));
      console.log(textTable(HEAD, tokens.map(cellsOf)));
    });
  token
    .command("withdraw")
    .description(
      "end a join token and every identity it gave: all proxies refuse those certificates on new connections",
    )
    .argument("<id>", "as list prints it")
    .option("--mesh <name>", "where there is more than one")
    .action(async (id: string, { mesh }: { mesh?: string }) => {
      const path = `join-tokens/${encodeURIComponent(id)}${inMesh(mesh)}`;
      await apiCall(cliSettings(globals()), path, z.null(), { method: "DELETE" });
      console.log(`join token ${id} is withdrawn, and with it the identity of every proxy it admitted`);
    });
  return token;
};

const HEAD = ["id", "name", "workload", "service account", "proxies>", "admits new until", "made by"];

const cellsOf = (token: JoinToken): string[] => [
  token.id,
  token.name,
  `${token.namespace}/${token.workload}`,
  token.serviceAccount,
  `${token.proxies.length} of ${token.maxProxies}`,
  token.expiresAt,
  token.createdBy,
];

const inMesh = (mesh: string | undefined): string => (mesh === undefined ? "" : `?${new URLSearchParams({ mesh })}`);
