/**
 * One certification authority of a mesh: a root, and the intermediate that signs. Keys are sealed (key-vault.ts); the root's
 * is "" when it was not given to us. States: `incoming` (in every proxy's trust, signs nothing yet), `active` (signs),
 * `retiring` (still trusted, until what it signed has run out).
 */
export interface CaRow {
  mesh: string;
  number: number;
  state: "incoming" | "active" | "retiring";
  rootCert: string;
  rootKey: string;
  intermediateCert: string;
  intermediateKey: string;
  createdAtMs: number;
  /** when it got its present state */
  stateAtMs: number;
}

/** Where authorities are kept. Several consoles may share one: `insert` and `move` let only one of them win. */
export interface CaStore {
  list(mesh: string): Promise<CaRow[]>;
  /** false: the number is taken, another console was faster */
  insert(row: CaRow): Promise<boolean>;
  /** false: it was not in state `from` any more */
  move(mesh: string, number: number, from: CaRow["state"], to: CaRow["state"], atMs: number): Promise<boolean>;
  remove(mesh: string, number: number): Promise<void>;
}
