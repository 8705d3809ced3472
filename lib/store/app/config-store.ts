import type { Prisma, ConfigObject as Row } from "@prisma/client";
import type { ConfigKey, ConfigObject, ConfigRevision } from "../../model/config-object";
import { HeddleError } from "../../model/heddle-error";
import type { ConfigStore, ConfigWrite } from "../app-store";
import { type Database, inTransaction } from "./database";
import { isStaleEpoch } from "./lease-store";

/** Objects by group, plural, namespace and name; the version of the API is part of what was written, not of the identity. */
export function configStore(db: Database): ConfigStore {
  return {
    async list(mesh) {
      const rows = await db.configObject.findMany({
        where: { mesh, yaml: { not: null } },
        orderBy: [{ namespace: "asc" }, { plural: "asc" }, { name: "asc" }],
      });
      return rows.flatMap((row) => objectOf(row) ?? []);
    },
    async get(mesh, key) {
      const row = await find(db, mesh, key);
      return row && objectOf(row);
    },
    async history(mesh, { group, plural, namespace, name }) {
      const rows = await db.configRevision.findMany({
        where: { mesh, group, plural, namespace, name },
        orderBy: { resourceVersion: "desc" },
      });
      return rows.map(revisionOf);
    },
    write: (mesh, items) => inTransaction(db, (tx) => writeAll(tx, mesh, items)),
    async revision(mesh) {
      const row = await db.meshCounter.findUnique({ where: { mesh } });
      return row?.revision ?? 0;
    },
  };
}

async function writeAll(tx: Prisma.TransactionClient, mesh: string, items: readonly ConfigWrite[]) {
  // Locks the mesh's row first: what is read below stays true until this transaction ends.
  const counter = await tx.meshCounter.upsert({
    where: { mesh },
    create: { mesh, revision: 1 },
    update: { revision: { increment: 1 } },
  });
  const held = new Set<string>();
  for (const { fence, key } of items) {
    const lease = fence && `${fence.lease} ${fence.epoch}`;
    if (!fence || !lease || held.has(lease)) continue;
    if (await isStaleEpoch(tx, fence.lease, fence.epoch)) throw fenced(key);
    held.add(lease);
  }
  const at = new Date();
  const objects: (ConfigObject | null)[] = [];
  for (const item of items) objects.push(await writeOne(tx, { mesh, item, revision: counter.revision, at }));
  return { objects, revision: counter.revision };
}

interface OneWrite {
  mesh: string;
  item: ConfigWrite;
  revision: number;
  at: Date;
}

async function writeOne(tx: Prisma.TransactionClient, { mesh, item, revision, at }: OneWrite) {
  const before = await find(tx, mesh, item.key);
  const current = before && objectOf(before);
  checkVersion(item, current);
  const { group, plural, namespace, name, version } = item.key;
  const id = { mesh, group, plural, namespace, name };
  const state = {
    version,
    kind: item.kind,
    yaml: item.yaml,
    resourceVersion: (before?.resourceVersion ?? 0) + 1,
    revision,
    updatedAt: at,
    updatedBy: item.actor,
    reason: item.reason,
  };
  const row = await tx.configObject.upsert({
    where: { mesh_group_plural_namespace_name: id },
    create: { ...id, ...state },
    update: state,
  });
  await tx.configRevision.create({ data: { ...id, ...state } });
  return objectOf(row);
}

function fenced({ plural, namespace, name }: ConfigKey): HeddleError {
  return new HeddleError("conflict", {
    what: `${plural}/${namespace}/${name} was not written.`,
    why: "The writer is no longer the leader: another console took its lease.",
    next: "Nothing needs to be done: the new leader goes on.",
    details: { fenced: true },
  });
}

function checkVersion({ key, yaml, resourceVersion }: ConfigWrite, current: ConfigObject | null): void {
  const path = `${key.plural}/${key.namespace}/${key.name}`;
  if (resourceVersion === undefined) {
    if (yaml !== null || current) return;
    throw new HeddleError("not_found", {
      what: `Could not delete ${path}.`,
      why: "There is no such object.",
      next: "Nothing needs to be done.",
    });
  }
  if (resourceVersion === (current?.resourceVersion ?? null)) return;
  throw new HeddleError("conflict", {
    what: `${path} was not written.`,
    why: current
      ? resourceVersion === null
        ? `It exists already, written by ${current.updatedBy}.`
        : `It was changed by ${current.updatedBy} since you read it (version ${resourceVersion}, now ${current.resourceVersion}).`
      : "It was deleted since you read it.",
    next: "Look at the difference, then write again on top of the current version.",
    details: { current },
  });
}

function find(db: Database, mesh: string, { group, plural, namespace, name }: ConfigKey): Promise<Row | null> {
  const id = { mesh, group, plural, namespace, name };
  return db.configObject.findUnique({ where: { mesh_group_plural_namespace_name: id } });
}

function revisionOf(row: Row): ConfigRevision {
  const { group, version, plural, namespace, name } = row;
  return {
    key: { group, version, plural, namespace, name },
    kind: row.kind,
    yaml: row.yaml,
    resourceVersion: String(row.resourceVersion),
    revision: row.revision,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
    reason: row.reason,
  };
}

/** null when the object is deleted. */
function objectOf(row: Row): ConfigObject | null {
  const { yaml, ...rest } = revisionOf(row);
  return yaml === null ? null : { ...rest, yaml };
}
