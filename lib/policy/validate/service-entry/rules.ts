import type { ServiceEntry } from "../../schema/service-entry";
import { exportToProblems } from "../export-to-problems";
import type { Rule } from "../rule";
import { endpoints } from "./endpoints";
import { hosts } from "./hosts";
import { ports } from "./ports";

/** Every rule of a ServiceEntry. */
export const SERVICE_ENTRY_RULES: readonly Rule<ServiceEntry>[] = [
  hosts,
  ports,
  endpoints,
  (object) => exportToProblems("HED-SE-030", object.spec.exportTo),
];
