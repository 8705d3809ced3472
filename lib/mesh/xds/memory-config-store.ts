import type { ConfigKey, ConfigObject, ConfigRevision } from "../../model/config-object";
import { HeddleError } from "../../model/heddle-error";
import type { ConfigStoreWrite, MeshConfigStore } from "./config-store";

interface MeshRecord {
  revision: number;
  /** newest last; a deleted object keeps its history */
  histories: Map<string, ConfigRevision[]>;
}

const idOf = ({ group, plural, namespace, name }: ConfigKey) => `${group}/${plural}/${namespace}/${name}`;

/** Config objects in memory, with the same compare-and-swap rules as the database's store. */
export class MemoryConfigStore implements MeshConfigStore {
  private readonly meshes = new Map<string, MeshRecord>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  async list(mesh: string): Promise<ConfigObject[]> {
    const latest = [...this.record(mesh).histories.values()].map((history) => history.at(-1));
    return latest.flatMap((one) => stored(one) ?? []);
  }

  async get(mesh: string, key: ConfigKey): Promise<ConfigObject | null> {
    return stored(this.record(mesh).histories.get(idOf(key))?.at(-1)) ?? null;
  }

  async history(mesh: string, key: ConfigKey): Promise<ConfigRevision[]> {
    return [...(this.record(mesh).histories.get(idOf(key)) ?? [])].reverse();
  }

  async write(mesh: string, items: ConfigStoreWrite[]) {
    const record = this.record(mesh);
    for (const item of items) check(item, stored(record.histories.get(idOf(item.key))?.at(-1)) ?? null);
    record.revision += 1;
    const updatedAt = new Date(this.now()).toISOString();
    const objects = items.map((item) => {
      const history = record.histories.get(idOf(item.key)) ?? [];
      const made: ConfigRevision = {
        key: item.key,
        kind: item.kind,
        yaml: item.yaml,
        resourceVersion: String(Number(history.at(-1)?.resourceVersion ?? 0) + 1),
        revision: record.revision,
        updatedAt,
        updatedBy: item.actor,
        reason: item.reason,
      };
      history.push(made);
      record.histories.set(idOf(item.key), history);
      return stored(made) ?? null;
    });
    return { objects, revision: record.revision };
  }

  async revision(mesh: string): Promise<number> {
    return this.record(mesh).revision;
  }

  private record(mesh: string): MeshRecord {
    const known = this.meshes.get(mesh) ?? { revision: 0, histories: new Map() };
    this.meshes.set(mesh, known);
    return known;
  }
}

function stored(revision: ConfigRevision | undefined): ConfigObject | undefined {
  if (!revision || revision.yaml === null) return undefined;
  return { ...revision, yaml: revision.yaml };
}

function check(item: ConfigStoreWrite, current: ConfigObject | null): void {
  const expected = item.resourceVersion;
  if (expected === undefined) return;
  if (expected === (current?.resourceVersion ?? null)) return;
  const { plural, namespace, name } = item.key;
  throw new HeddleError("conflict", {
    what: `${plural} ${namespace}/${name} was not written.`,
    why: current
      ? `It is at version ${current.resourceVersion}; the write was made for ${expected ?? "an object that does not exist"}.`
      : `It does not exist; the write was made for version ${expected}.`,
    next: "Read it again, look at the difference and repeat the edit.",
    details: { current },
  });
}
