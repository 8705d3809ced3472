import { Command } from "commander";
import { TraceSearchAnswer } from "@/lib/model/trace-answers";
import { apiCall } from "../api-call";
import { cliSettings } from "../settings";
import { textTable } from "../text-table";
import type { CommandOf } from "./command-of";

const HEAD = ["start", "trace", "root", "ms>", "spans>", "errors>"];

interface Flags {
  service?: string;
  minDuration?: string;
  tags?: string;
  limit: string;
  output: string;
}

/** `heddle traces`: the newest traces that match. */
export const tracesCommand: CommandOf = (globals) =>
  new Command("traces")
    .description("list the newest traces that match")
    .option("--service <name>", "a service that took part")
    .option("--min-duration <duration>", "e.g. 100ms")
    .option("--tags <pairs>", "key=value pairs, all on one span")
    .option("--limit <count>", "at most", "20")
    .option("-o, --output <format>", "table or json", "table")
    .action(async ({ output, ...flags }: Flags) => {
      const given = Object.entries(flags).filter((pair): pair is [string, string] => pair[1] !== undefined);
      const answer = await apiCall(cliSettings(globals()), `traces?${new URLSearchParams(given)}`, TraceSearchAnswer);
      const rows = answer.traces.map((trace) => [
        new Date(trace.startMs).toISOString(),
        trace.traceId,
        `${trace.rootService} ${trace.rootName}`,
        trace.durationMs.toFixed(1),
        String(trace.spanCount),
        String(trace.errorCount),
      ]);
      console.log(output === "json" ? JSON.stringify(answer, null, 2) : textTable(HEAD, rows));
      if (output !== "json") console.log(`${answer.traces.length} of ${answer.matched}`);
    });
