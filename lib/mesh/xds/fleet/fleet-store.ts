/** Another console's report, as JSON. */
export interface ToldReport {
  console: string;
  /** grows with every new report */
  version: number;
  /** how long it has said nothing, ms */
  silentMs: number;
  /** absent when `version` is the one that is known already */
  report?: unknown;
}

/** Where consoles that share a database tell each other of their proxies: a slice of the console's store. Times are the store's own. */
export interface FleetStore {
  /** Says what a console's proxies are; null: as before, and still there. false: its earlier words are forgotten, it is to tell all. */
  tell(mesh: string, console: string, report: object | null): Promise<boolean>;
  /** What other consoles said within `keepMs`; older words are removed. `known`: versions that need not be read again, by console. */
  hear(mesh: string, console: string, keepMs: number, known: ReadonlyMap<string, number>): Promise<ToldReport[]>;
}
