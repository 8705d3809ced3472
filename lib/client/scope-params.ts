import { createParser, parseAsArrayOf, parseAsString } from "nuqs/server";
import { durationParam, parseDurationParam } from "./duration-param";

export const DEFAULT_WINDOW_SEC = 600;

/** A window length in the URL: `10m`; seconds in the program. */
export const parseAsDuration = createParser({ parse: parseDurationParam, serialize: durationParam });

/** A moment in the URL: ISO 8601 or unix seconds; epoch ms in the program. */
export const parseAsMoment = createParser({
  parse: (text) => {
    const ms = /^\d{9,11}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
    return Number.isFinite(ms) ? ms : null;
  },
  serialize: (ms: number) => new Date(ms).toISOString().replace(".000Z", "Z"),
});

/**
 * What every page of the console has in its URL: the mesh (when there are several), namespaces (none: all), the length of
 * the window and the moment it ends (`at` absent: live).
 */
export const scopeParams = {
  mesh: parseAsString,
  ns: parseAsArrayOf(parseAsString),
  from: parseAsDuration.withDefault(DEFAULT_WINDOW_SEC),
  at: parseAsMoment,
};

export interface Scope {
  mesh: string | null;
  ns: string[] | null;
  /** length of the window, seconds */
  from: number;
  /** end of the window, epoch ms; null: live */
  at: number | null;
}
