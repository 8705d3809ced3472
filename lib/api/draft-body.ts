import { z } from "zod";
import { HeddleError } from "../model/heddle-error";
import { RolloutDraft } from "../model/rollout-plan";
import { readPlanYaml } from "../rollouts/plan/plan-yaml";

/**
 * A draft as JSON, or as the YAML a file holds. A text that cannot be read throws `invalid_input` with every fault, its line and its remedy
 * (details: { findings }).
 */
export const DraftBody = z.union([z.string(), RolloutDraft]).transform((body) => {
  if (typeof body !== "string") return body;
  const { draft, findings } = readPlanYaml(body);
  if (draft) return draft;
  const [first] = findings;
  throw new HeddleError("invalid_input", {
    what: "The rollout cannot be read.",
    why: `${first?.line === undefined ? "" : `Line ${first.line}: `}${first?.message ?? "It is empty."}`,
    next: first?.fix ?? "Write name, targets and analysis.",
    details: { findings },
  });
});
