import type { VirtualService } from "../../schema/virtual-service";
import { exportToProblems } from "../export-to-problems";
import type { Rule } from "../rule";
import { action } from "./action";
import { destinationKnown } from "./destination-known";
import { durations } from "./durations";
import { fault } from "./fault";
import { headerOperations } from "./header-operations";
import { hosts } from "./hosts";
import { mirror } from "./mirror";
import { onePerHost } from "./one-per-host";
import { reachable } from "./reachable";
import { responses } from "./responses";
import { retries } from "./retries";
import { stringMatches } from "./string-matches";
import { subsetExists } from "./subset-exists";
import { weights } from "./weights";

/** Every rule of a VirtualService. */
export const VIRTUAL_SERVICE_RULES: readonly Rule<VirtualService>[] = [
  hosts,
  action,
  weights,
  destinationKnown,
  subsetExists,
  stringMatches,
  reachable,
  retries,
  durations,
  fault,
  mirror,
  headerOperations,
  responses,
  onePerHost,
  (object) => exportToProblems("HED-VS-085", object.spec.exportTo),
];
