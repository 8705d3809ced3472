import { Command } from "commander";
import { z } from "zod";
import { Finding } from "@/lib/model/finding";
import { apiCall } from "../api-call";
import { changeItems } from "../change-items";
import { findingLines } from "../print-findings";
import { readInput } from "../read-input";
import { cliSettings } from "../settings";
import type { CommandOf } from "./command-of";

const Answer = z.object({ findings: z.array(Finding) });

/** `heddle validate -f`: what the control plane would say, without changing anything. Exit code 1 on errors. */
export const validateCommand: CommandOf = (globals) =>
  new Command("validate")
    .description("check objects against the running mesh without changing anything")
    .requiredOption("-f, --file <file>", "YAML of one or more objects, - for standard input")
    .action(async ({ file }: { file: string }) => {
      const items = changeItems(await readInput(file));
      const body = JSON.stringify({ items });
      const { findings } = await apiCall(cliSettings(globals()), "config/validate", Answer, { method: "POST", body });
      for (const line of findingLines(findings)) console.log(line);
      const errors = findings.filter((finding) => finding.severity === "error").length;
      console.log(errors ? `${errors} errors in ${items.length} objects` : `${items.length} objects are valid`);
      if (errors) process.exitCode = 1;
    });
