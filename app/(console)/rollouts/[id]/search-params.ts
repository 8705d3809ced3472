import { parseAsMoment } from "@/lib/client/scope-params";

/** The moment a run is replayed at; absent: as it is now. */
export const rolloutParams = { replay: parseAsMoment };
