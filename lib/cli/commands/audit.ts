import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import { AuditEntry, AuditHead, type AuditProblem, AuditVerification } from "@/lib/model/audit-entry";
import { HeddleError } from "@/lib/model/heddle-error";
import { ChainWalk } from "@/lib/store/app/audit-chain";
import { apiCall, apiStream } from "../api-call";
import { cliSettings } from "../settings";
import type { CommandOf } from "./command-of";

interface VerifyFlags {
  head?: string;
  file?: string;
}

interface ExportFlags {
  format: string;
  [filter: string]: string;
}

/** `heddle audit`: takes the audit log away, and proves that nobody changed it. */
export const auditCommand: CommandOf = (globals) => {
  const audit = new Command("audit").description("verify or export the audit log");
  audit
    .command("verify")
    .description(
      "walk the hash chain and name entries that were changed, removed or moved; ends with 1 if there are any",
    )
    .option("--head <seq:hash>", "a head that was kept elsewhere: the console's log and audit page show it")
    .option("--file <file>", "an export (NDJSON) instead of the console")
    .action(async ({ head, file }: VerifyFlags) => {
      const pins = head === undefined ? [] : [pinOf(head)];
      const found =
        file === undefined
          ? await apiCall(cliSettings(globals()), `audit/verify${head ? `?head=${head}` : ""}`, AuditVerification)
          : await verifyFile(file, pins);
      for (const { what } of found.problems) console.log(`✗ ${what}`);
      if (found.problems.length > 0) process.exitCode = 1;
      else console.log(`✓ ${found.entries} entries, each with the hash of the one before it.`);
      console.log(`head ${found.head.seq}:${found.head.hash}`);
    });
  audit
    .command("export")
    .description("write the entries that fit to standard output, newest first")
    .addOption(new Option("--format <format>").choices(["ndjson", "csv"]).default("ndjson"))
    .option("--actor <words>", "part of a name")
    .option("--action <words>", "part of an act, e.g. rollout.")
    .option("--target <words>")
    .option("--namespace <name>")
    .addOption(new Option("--outcome <outcome>").choices(["allowed", "refused", "failed"]))
    .option("--from <time>", "ISO 8601 or unix seconds")
    .option("--to <time>", "ISO 8601 or unix seconds")
    .action(async (flags: ExportFlags) => {
      const body = await apiStream(cliSettings(globals()), `audit/export?${new URLSearchParams(flags)}`);
      await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), process.stdout, { end: false });
    });
  return audit;
};

function pinOf(text: string): AuditHead {
  const [seq, hash] = text.split(":");
  const pin = AuditHead.safeParse({ seq: Number(seq), hash });
  if (pin.success && /^[0-9a-f]{64}$/.test(pin.data.hash)) return pin.data;
  throw new HeddleError("invalid_input", {
    what: "--head is not read.",
    why: `“${text}” is not seq:hash.`,
    next: "Copy it from the audit page, from the console's log (auditHead) or from an earlier verify.",
  });
}

/** The same walk without a console. A filtered export has gaps, which are named as missing entries. */
async function verifyFile(file: string, pins: readonly AuditHead[]) {
  const entries: AuditEntry[] = [];
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file) })) {
    line += 1;
    if (text.trim() !== "") entries.push(readLine(text, file, line));
  }
  entries.sort((a, b) => a.seq - b.seq);
  const walk = new ChainWalk(pins);
  for (const entry of entries) walk.add(entry);
  walk.end(walk.head);
  return { entries: walk.entries, head: walk.head, problems: walk.problems as readonly AuditProblem[] };
}

function readLine(text: string, file: string, line: number): AuditEntry {
  try {
    return AuditEntry.parse(JSON.parse(text));
  } catch (cause) {
    throw new HeddleError("invalid_input", {
      what: `${file} is no export of the audit log.`,
      why: `Line ${line} is not an entry.`,
      next: "Make it with heddle audit export --format ndjson.",
      cause,
    });
  }
}
