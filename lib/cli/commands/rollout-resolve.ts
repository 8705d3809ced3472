import { Argument, Command } from "commander";
import { decideRollout, namedRollout } from "../named-rollout";
import { cliSettings } from "../settings";
import type { CommandOf } from "./command-of";

/** `heddle rollout resolve`: what is done about a change that somebody else wrote amid a run. */
export const resolveCommand: CommandOf = (globals) =>
  new Command("resolve")
    .description(
      "settle a conflict: mine writes the run's state over theirs, theirs leaves what is there and plans anew, rollback goes back to the baseline",
    )
    .argument("<rollout>", "number or id")
    .addArgument(new Argument("<choice>", "whose state stands").choices(["mine", "theirs", "rollback"]))
    .option("--reason <text>", "kept with the decision", "")
    .action(async (name: string, choice: string, { reason }: { reason: string }) => {
      const settings = cliSettings(globals());
      await decideRollout(settings, await namedRollout(settings, name), "resolve", { choice, reason });
    });
