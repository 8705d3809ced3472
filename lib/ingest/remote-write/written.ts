/** What a remote write request carried. */
export interface Written {
  samples: number;
  histograms: number;
  exemplars: number;
}

export interface SeriesSample {
  value: number;
  atMs: number;
  /** when the counter began (2.0 only), 0 when not said */
  startMs: number;
}

/** Takes one series of a request; gives why it cannot be used, "" when it can. */
export type SeriesVisitor = (labels: ReadonlyMap<string, string>, samples: readonly SeriesSample[]) => string;

export interface ReadResult {
  written: Written;
  /** why series were refused, the first few */
  refused: string[];
}

const STALE_LOW = 2;
const STALE_HIGH = 0x7ff00000;

/** The marker of a series that ended: NaN with these bits, told apart from other NaNs by bits. Source: Prometheus value.StaleNaN. */
export function isStale(low: number, high: number): boolean {
  return low === STALE_LOW && high === STALE_HIGH;
}

/** What is wrong with a series' labels: a name, no empties, no repeats are asked for. "" when nothing is. */
export function labelFault(names: readonly string[], labels: ReadonlyMap<string, string>): string {
  if (!labels.get("__name__")) return "a series has no __name__";
  if (labels.size !== names.length) return `labels of ${labels.get("__name__")} repeat`;
  if (labels.has("")) return `a label of ${labels.get("__name__")} has no name`;
  return "";
}
