import type { CaRow, CaStore } from "./ca-store";

/** Authorities in memory: for tests. */
export class MemoryCaStore implements CaStore {
  readonly rows: CaRow[] = [];

  async list(mesh: string): Promise<CaRow[]> {
    return this.rows.filter((row) => row.mesh === mesh).map((row) => ({ ...row }));
  }

  async insert(row: CaRow): Promise<boolean> {
    if (this.find(row.mesh, row.number)) return false;
    this.rows.push({ ...row });
    return true;
  }

  async move(mesh: string, number: number, from: CaRow["state"], to: CaRow["state"], atMs: number): Promise<boolean> {
    const row = this.find(mesh, number);
    if (row?.state !== from) return false;
    Object.assign(row, { state: to, stateAtMs: atMs });
    return true;
  }

  async remove(mesh: string, number: number): Promise<void> {
    const index = this.rows.findIndex((row) => row.mesh === mesh && row.number === number);
    if (index >= 0) this.rows.splice(index, 1);
  }

  private find(mesh: string, number: number): CaRow | undefined {
    return this.rows.find((row) => row.mesh === mesh && row.number === number);
  }
}
