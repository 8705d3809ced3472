/** What the collector says of reading the proxies' counters. */
export interface ProxyReadings {
  /** why nothing can be said of any proxy, in a sentence; null: the collector reads them */
  error: string | null;
  /** proxies that did not answer it, by id, and why */
  unread: ReadonlyMap<string, string>;
}
