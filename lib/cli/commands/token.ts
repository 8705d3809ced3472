import { Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { Role } from "@/lib/model/actor";
import { ApiToken, CreatedApiToken } from "@/lib/model/api-token";
import { apiCall } from "../api-call";
import { cliSettings } from "../settings";
import { textTable } from "../text-table";
import { wholeNumber } from "../whole-number";
import type { CommandOf } from "./command-of";

interface CreateFlags {
  name: string;
  role: Role[];
  namespace?: string[];
  readOnly?: boolean;
  expiresDays?: number;
}

/** `heddle token`: API tokens, within the rights of whoever makes them. */
export const tokenCommand: CommandOf = (globals) => {
  const token = new Command("token").description("make, list and revoke API tokens");
  token
    .command("create")
    .description("make a token; its secret goes to standard output, this once")
    .requiredOption("--name <name>", "what it is for, e.g. ci")
    .addOption(
      new Option("--role <role>", `repeatable: ${Role.options.join(", ")}`).argParser(role).makeOptionMandatory(),
    )
    .option("--namespace <name>", "where the roles hold, repeatable; default: everywhere", collect)
    .option("--read-only", "sees what its roles cover, changes nothing")
    .option("--expires-days <days>", "ends after so many days; default: never", wholeNumber)
    .action(async ({ name, role: roles, namespace, readOnly = false, expiresDays }: CreateFlags) => {
      const body = { name, roles, namespaces: namespace ?? null, readOnly, expiresInDays: expiresDays ?? null };
      const call = { method: "POST", body: JSON.stringify(body) };
      const made = await apiCall(cliSettings(globals()), "tokens", CreatedApiToken, call);
      console.error(
        `heddle: token ${made.name}, id ${made.id}, ${made.expiresAt ? `until ${made.expiresAt}` : "without an end"}`,
      );
      console.log(made.token);
    });
  token
    .command("list")
    .description("your tokens, or all of them for an administrator; never their secrets")
    .action(async () => {
      const tokens = await apiCall(cliSettings(globals()), "tokens", z.array(ApiToken));
      console.log(textTable(HEAD, tokens.map(cellsOf)));
    });
  token
    .command("revoke")
    .description("end a token at once")
    .argument("<id>", "as list prints it")
    .action(async (id: string) => {
      await apiCall(cliSettings(globals()), `tokens/${encodeURIComponent(id)}`, z.null(), { method: "DELETE" });
      console.log(`token ${id} is revoked`);
    });
  return token;
};

const HEAD = ["id", "name", "roles", "where", "acts for", "until", "last used"];

const cellsOf = ({ id, name, grants, readOnly, owner, expiresAt, lastUsedAt }: ApiToken): string[] => {
  const roles = [...new Set(grants.map(({ role: held }) => held))].join(", ");
  const namespaces = [...new Set(grants.flatMap((grant) => grant.namespaces ?? ["everywhere"]))].join(", ");
  return [
    id,
    name,
    readOnly ? `${roles} (read only)` : roles,
    namespaces,
    owner ?? "-",
    expiresAt ?? "-",
    lastUsedAt ?? "-",
  ];
};

const collect = (text: string, previous: string[] = []): string[] => [...previous, text];

function role(text: string, previous: Role[] = []): Role[] {
  const parsed = Role.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError(`a role is one of ${Role.options.join(", ")}.`);
  return [...previous, parsed.data];
}
