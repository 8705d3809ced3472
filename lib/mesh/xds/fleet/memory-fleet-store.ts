import type { FleetStore } from "./fleet-store";

interface Row {
  mesh: string;
  version: number;
  report: string;
  atMs: number;
}

/** A fleet store in memory, for tests. */
export class MemoryFleetStore implements FleetStore {
  private readonly rows = new Map<string, Row>();

  async tell(mesh: string, console: string, report: object | null): Promise<boolean> {
    const row = this.rows.get(console);
    if (!report) {
      if (row) row.atMs = Date.now();
      return row !== undefined;
    }
    const version = (row?.version ?? 0) + 1;
    this.rows.set(console, { mesh, version, report: JSON.stringify(report), atMs: Date.now() });
    return true;
  }

  async hear(mesh: string, console: string, keepMs: number, known: ReadonlyMap<string, number>) {
    for (const [id, row] of this.rows) if (row.mesh === mesh && Date.now() - row.atMs > keepMs) this.rows.delete(id);
    return [...this.rows].flatMap(([id, { version, report, atMs, ...row }]) => {
      const silentMs = Date.now() - atMs;
      if (id === console || row.mesh !== mesh) return [];
      const told = { console: id, version, silentMs };
      return [known.get(id) === version ? told : { ...told, report: JSON.parse(report) as unknown }];
    });
  }
}
