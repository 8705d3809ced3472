import type { DestinationRule } from "../../schema/destination-rule";
import { exportToProblems } from "../export-to-problems";
import type { Rule } from "../rule";
import { connectionPool } from "./connection-pool";
import { durations } from "./durations";
import { host } from "./host";
import { loadBalancer } from "./load-balancer";
import { outlierDetection } from "./outlier-detection";
import { overlaps } from "./overlaps";
import { policyBlock } from "./policy-block";
import { subsets } from "./subsets";

/** Every rule of a DestinationRule. */
export const DESTINATION_RULE_RULES: readonly Rule<DestinationRule>[] = [
  host,
  subsets,
  overlaps,
  durations,
  connectionPool,
  outlierDetection,
  loadBalancer,
  policyBlock,
  (object) => exportToProblems("HED-DR-030", object.spec.exportTo),
];
