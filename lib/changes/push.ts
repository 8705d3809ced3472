import { randomUUID } from "node:crypto";
import { appendAudit } from "../identity/audit";
import type { Ctx, MeshHandle } from "../identity/ctx";
import { auditFacts, guard, type Mutation } from "../identity/mutate";
import type { Change } from "../model/change";
import type { ConfigObject } from "../model/config-object";
import type { Finding } from "../model/finding";
import { HeddleError, isHeddleError } from "../model/heddle-error";
import { meshOf } from "../queries/mesh-of";
import { targetOf, type WantedItem } from "./change-input";
import { type PreparedItem, prepareChange } from "./prepare-change";
import { settleChange } from "./settle-change";
import { isStale, staleError } from "./stale-error";

export interface PushInput {
  mesh?: string | undefined;
  items: WantedItem[];
  reason: string;
  /** why errors that a reason may override do not hold; audited as an override */
  override?: string | undefined;
  /** id of the change this one takes back */
  rollsBack?: string | undefined;
  /** the verb as the audit log names it; default change.push */
  action?: string;
}

/**
 * Writes all items as one change and hands them to the control plane. Throws `refused_by_policy` (details: { findings }) or `conflict` (details:
 * { current, diff }) and leaves what runs untouched. The decision is on record before the control plane acts on it.
 */
export function pushChange({ ctx, input }: { ctx: Ctx; input: PushInput }): Promise<Change> {
  const mesh = meshOf(ctx, input.mesh);
  const mutation: Mutation = {
    action: input.override ? "change.override" : (input.action ?? "change.push"),
    target: input.items.map(({ key }) => targetOf(key)).join(", "),
    role: "operator",
    namespaces: [...new Set(input.items.map(({ key }) => key.namespace))],
  };
  return guard(ctx, mutation, async () => {
    const { items, findings } = await prepareChange(ctx, mesh, input.items, "operator");
    for (const item of items) if (isStale(item, item.current)) throw staleError(item, item.current);
    const errors = findings.filter((finding) => finding.severity === "error");
    const overridden = input.override ? errors.filter((finding) => finding.overridable) : [];
    if (errors.length > overridden.length) throw refusal(errors.length - overridden.length, findings);
    const change = await record(ctx, mesh, mutation, input, items, overridden);
    const written = await write(ctx, mesh, change, items);
    ctx.changePushed(mesh.name);
    return settleChange(ctx, written);
  });
}

function record(
  ctx: Ctx,
  mesh: MeshHandle,
  mutation: Mutation,
  input: PushInput,
  items: PreparedItem[],
  overridden: readonly Finding[],
): Promise<Change> {
  const { reason, rollsBack, override } = input;
  return ctx.store.transaction(async (tx) => {
    const change = await tx.changes.create({
      id: randomUUID(),
      mesh: mesh.name,
      state: "pushing",
      author: ctx.actor.name,
      reason,
      createdAt: new Date(ctx.now()).toISOString(),
      items: items.map(({ key, before, after, current }) => ({
        key,
        before,
        after,
        resourceVersion: current?.resourceVersion ?? "",
      })),
      revision: 0,
      ...(rollsBack === undefined ? {} : { rollsBack }),
    });
    const said = overridden.map(({ code, object, message }) => ({ code, object, message }));
    const detail = {
      change: change.id,
      number: change.number,
      reason,
      ...(override ? { override, overridden: said } : {}),
    };
    await appendAudit(tx.audit, ctx, { ...auditFacts(mutation), outcome: "allowed", detail });
    return change;
  });
}

async function write(ctx: Ctx, mesh: MeshHandle, change: Change, items: PreparedItem[]): Promise<Change> {
  try {
    const { objects, revision } = await mesh.port.putConfig(
      items.map(({ key, after, wanted }) => ({
        key,
        yaml: after,
        ...(wanted === undefined ? {} : { resourceVersion: wanted }),
        actor: ctx.actor.name,
        reason: change.reason,
      })),
    );
    const stored = change.items.map((item, i) => ({ ...item, resourceVersion: objects[i]?.resourceVersion ?? "" }));
    await ctx.store.changes.update(change.id, { revision, items: stored });
    return { ...change, revision, items: stored };
  } catch (error) {
    await ctx.store.changes.update(change.id, { state: "failed" });
    throw asStale(error, items);
  }
}

/** A write that raced another one between our look and the control plane's: the same 409 as if we had seen it. */
function asStale(error: unknown, items: PreparedItem[]): unknown {
  if (!isHeddleError(error) || error.code !== "conflict") return error;
  const current = (error.details as { current?: ConfigObject | null } | undefined)?.current ?? null;
  const item = items.find(({ key }) => current && targetOf(key) === targetOf(current.key)) ?? items[0];
  return item ? staleError(item, current) : error;
}

function refusal(errors: number, findings: unknown): HeddleError {
  return new HeddleError("refused_by_policy", {
    what: "This change is not pushed.",
    why: `Validation found ${errors === 1 ? "an error" : `${errors} errors`}; what runs is untouched.`,
    next: "Each finding names the object, the field and what mends it.",
    details: { findings },
  });
}
