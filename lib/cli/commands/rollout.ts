import { Command } from "commander";
import { z } from "zod";
import { HeddleError } from "@/lib/model/heddle-error";
import { ForeignRollout, RolloutCheck, RolloutDetail, RolloutPatch } from "@/lib/model/rollout";
import { apiCall } from "../api-call";
import { decideRollout, listedRollouts, namedRollout } from "../named-rollout";
import { findingLines } from "../print-findings";
import { readInput } from "../read-input";
import { EVIDENCE_CHARS, foreignLines, rolloutLines, rolloutTable } from "../rollout-lines";
import { cliSettings } from "../settings";
import type { CommandOf, GlobalFlags } from "./command-of";
import { breakGlassCommand } from "./rollout-break-glass";
import { resolveCommand } from "./rollout-resolve";

/** Verbs that decide about what the caller sees at this moment. */
const VERBS = {
  start: "start a planned rollout",
  pause: "stand still at the present step",
  resume: "go on at the same step; a gate asks anew",
  promote: "end the present bake now; gates still stand",
  approve: "approve what the gate asks about; --seen refuses it when that is no longer what show printed",
  reject: "say no at the gate; takes --reason",
  abort: "break off: all traffic back as it was, from any state, also before the start",
  rollback: "take back: the same as abort, on record as a decision rather than a break-off",
} as const;

/** `heddle rollout`: plan, watch and decide staged rollouts. A rollout is named by its number or its id. */
export const rolloutCommand: CommandOf = (globals) => {
  const command = new Command("rollout").description("plan, watch and decide staged rollouts");
  command.addCommand(createCommand(globals)).addCommand(checkCommand(globals));
  command.addCommand(listCommand(globals)).addCommand(showCommand(globals)).addCommand(patchCommand(globals));
  for (const [verb, words] of Object.entries(VERBS)) command.addCommand(decideCommand(globals, verb, words));
  return command.addCommand(resolveCommand(globals)).addCommand(breakGlassCommand(globals));
};

const YAML = { method: "POST", contentType: "application/yaml" };

const createCommand: CommandOf = (globals) =>
  new Command("create")
    .description("plan a rollout; it waits for its start")
    .requiredOption("-f, --file <file>", "YAML of the draft, - for standard input")
    .action(async ({ file }: { file: string }) => {
      const call = { ...YAML, body: await readInput(file) };
      const made = await apiCall(cliSettings(globals()), "rollouts", RolloutDetail, call);
      for (const line of rolloutLines(made)) console.log(line);
    });

const checkCommand: CommandOf = (globals) =>
  new Command("validate")
    .description("what a draft would become, without changing anything; exit code 1 on errors")
    .requiredOption("-f, --file <file>", "YAML of the draft, - for standard input")
    .action(async ({ file }: { file: string }) => {
      const call = { ...YAML, body: await readInput(file) };
      const { findings, plan } = await apiCall(cliSettings(globals()), "rollouts/validate", RolloutCheck, call);
      for (const line of findingLines(findings)) console.log(line);
      const errors = findings.filter(({ severity }) => severity === "error").length;
      console.log(errors || !plan ? `${errors} errors` : `valid; plan ${plan.hash.slice(0, 12)}`);
      if (errors || !plan) process.exitCode = 1;
    });

const listCommand: CommandOf = (globals) =>
  new Command("list").description("the latest rollouts").action(async () => {
    const settings = cliSettings(globals());
    console.log(rolloutTable(await listedRollouts(settings)));
    const foreign = await apiCall(settings, "foreign-rollouts", z.array(ForeignRollout));
    for (const line of foreignLines(foreign)) console.log(line);
  });

const showCommand: CommandOf = (globals) =>
  new Command("show")
    .description("one rollout: where it stands, what comes next, what happened")
    .argument("<rollout>", "number or id")
    .option("-o, --output <format>", "text or json", "text")
    .action(async (name: string, { output }: { output: string }) => {
      const detail = await namedRollout(cliSettings(globals()), name);
      if (output === "json") console.log(JSON.stringify(detail, null, 2));
      else for (const line of rolloutLines(detail)) console.log(line);
    });

const patchCommand: CommandOf = (globals) =>
  new Command("patch")
    .description("the change a rollout leaves behind, as a commit for git am")
    .argument("<rollout>", "number or id")
    .option("--prefix <folder>", "folder of the files in the repository, e.g. deploy/", "")
    .action(async (name: string, { prefix }: { prefix: string }) => {
      const settings = cliSettings(globals());
      const { id } = await namedRollout(settings, name);
      const folder = prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
      const path = `rollouts/${id}/patch?${new URLSearchParams({ prefix: folder })}`;
      process.stdout.write((await apiCall(settings, path, RolloutPatch)).text);
    });

function decideCommand(globals: GlobalFlags, verb: string, words: string): Command {
  const command = new Command(verb)
    .description(words)
    .argument("<rollout>", "number or id")
    .option("--reason <text>", "kept with the decision", "");
  if (verb === "approve") command.option("--seen <evidence>", "evidence of the gate as show printed it");
  return command.action(async (name: string, { reason, seen }: { reason: string; seen?: string }) => {
    const settings = cliSettings(globals());
    const rollout = await namedRollout(settings, name);
    if (seen !== undefined) refuseUnseen(seen, rollout.binding.evidenceHash);
    await decideRollout(settings, rollout, verb, { reason });
  });
}

/** Throws `conflict` when the gate asks about something else than the person has seen. */
function refuseUnseen(seen: string, evidenceHash: string | null): void {
  if (seen.length >= EVIDENCE_CHARS && evidenceHash?.startsWith(seen)) return;
  throw new HeddleError("conflict", {
    what: "Nothing was approved.",
    why:
      evidenceHash === null
        ? "The rollout does not wait at a gate."
        : `What would be written is ${evidenceHash.slice(0, EVIDENCE_CHARS)} now, not ${seen}.`,
    next: "Look at it with show, then approve what that prints.",
  });
}
