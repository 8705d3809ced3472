import { z } from "zod";
import { AnalysisPolicy } from "./analysis";
import { GatesDraft, Strategy } from "./rollout-plan";

/** A way to roll out that others thought through: what a draft takes over besides its name and targets. */
export const RolloutTemplate = z.object({
  id: z.string(),
  title: z.string(),
  /** when to choose it, in one or two sentences */
  description: z.string(),
  /** kind of target it fits */
  target: z.enum(["traffic", "mtls"]),
  strategy: Strategy,
  analysis: AnalysisPolicy,
  gates: GatesDraft,
});
export type RolloutTemplate = z.infer<typeof RolloutTemplate>;
