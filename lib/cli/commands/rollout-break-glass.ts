import { Command } from "commander";
import { HeddleError } from "@/lib/model/heddle-error";
import type { RolloutDetail } from "@/lib/model/rollout";
import { decideRollout, namedRollout } from "../named-rollout";
import { cliSettings } from "../settings";
import type { CommandOf } from "./command-of";

/** `heddle rollout break-glass`: goes on against a gate or an analysis, or confirms as the second person that this was right. */
export const breakGlassCommand: CommandOf = (globals) =>
  new Command("break-glass")
    .description(
      "go on against a gate or an analysis: an administrator's act, told to everyone; --confirm is the second person's word on it",
    )
    .argument("<rollout>", "number or id")
    .option("--reason <text>", "why; asked for unless you confirm", "")
    .option("--confirm", "confirm what somebody else broke, within four hours")
    .action(async (name: string, { reason, confirm = false }: { reason: string; confirm?: boolean }) => {
      const settings = cliSettings(globals());
      const rollout = await namedRollout(settings, name);
      const path = confirm ? `break-glass/${openAct(rollout)}/confirm` : "break-glass";
      await decideRollout(settings, rollout, path, { reason });
    });

/** The newest broken glass that waits for its second person. Throws `conflict` when none does. */
function openAct({ breakGlass }: RolloutDetail): string {
  const open = breakGlass.filter(({ confirmedBy }) => confirmedBy === null).sort((a, b) => (a.at < b.at ? 1 : -1))[0];
  if (open) return open.id;
  throw new HeddleError("conflict", {
    what: "There is nothing to confirm.",
    why: breakGlass.length > 0 ? "Every broken glass of this rollout is confirmed." : "Nobody broke the glass here.",
    next: "Look at the rollout with show.",
  });
}
