import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { STAGES } from "@/components/rollouts/wizard/wizard-draft";

/** Where the wizard is and what it began from. */
export const newRolloutParams = {
  stage: parseAsStringLiteral(STAGES).withDefault("what"),
  edit: parseAsStringLiteral(["form", "yaml"] as const).withDefault("form"),
  namespace: parseAsString,
  service: parseAsString,
  /** version that is to get the traffic */
  to: parseAsString,
  kind: parseAsStringLiteral(["traffic", "mtls"] as const).withDefault("traffic"),
};
