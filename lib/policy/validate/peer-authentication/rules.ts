import type { PeerAuthentication } from "../../schema/peer-authentication";
import type { Rule } from "../rule";
import { onePerLevel } from "./one-per-level";
import { portLevel } from "./port-level";
import { selector } from "./selector";

/** Every rule of a PeerAuthentication that needs no traffic; that of STRICT is lib/policy/mtls/strict-preflight.ts. */
export const PEER_AUTHENTICATION_RULES: readonly Rule<PeerAuthentication>[] = [selector, portLevel, onePerLevel];
