import { Command } from "commander";
import { ZodError } from "zod";
import { HeddleError } from "@/lib/model/heddle-error";
import { applyCommand } from "./commands/apply";
import { auditCommand } from "./commands/audit";
import { bootstrapCommand } from "./commands/bootstrap";
import { getCommand } from "./commands/get";
import { graphCommand } from "./commands/graph";
import { joinTokenCommand } from "./commands/join-token";
import { rolloutCommand } from "./commands/rollout";
import { tokenCommand } from "./commands/token";
import { tracesCommand } from "./commands/traces";
import { validateCommand } from "./commands/validate";
import { detailLines } from "./detail-lines";

const program = new Command("heddle")
  .description("See, trace and steer a service mesh from the command line.")
  .option("--server <url>", "address of the console (HEDDLE_URL, else http://127.0.0.1:3000)")
  .option("--token <token>", "API token (HEDDLE_TOKEN)")
  .showHelpAfterError("(heddle --help lists the commands)");

for (const command of [
  bootstrapCommand,
  applyCommand,
  validateCommand,
  getCommand,
  graphCommand,
  tracesCommand,
  auditCommand,
  rolloutCommand,
  tokenCommand,
  joinTokenCommand,
]) {
  program.addCommand(command(() => program.opts<{ server?: string; token?: string }>()));
}

/** What a failure says on the terminal: what happened, why, what to do next. */
function failureLines(error: unknown): string[] {
  if (error instanceof HeddleError) return [error.what, error.why, ...detailLines(error.details), `→ ${error.next}`];
  if (error instanceof ZodError)
    return error.issues.map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`);
  return [error instanceof Error ? error.message : String(error)];
}

try {
  await program.parseAsync();
} catch (error) {
  for (const line of failureLines(error)) console.error(`heddle: ${line}`);
  process.exitCode ||= 1;
}
