import { randomUUID } from "node:crypto";
import { requireRole } from "@/lib/identity/authorize";
import type { Ctx } from "@/lib/identity/ctx";
import { type Mutation, mutate } from "@/lib/identity/mutate";
import { HeddleError } from "@/lib/model/heddle-error";
import type { NewNotifyTarget, NotifyTarget, NotifyTargetChange } from "@/lib/model/notify-target";
import type { NotifyTargetState } from "./notify-store";

const MOST_TARGETS = 50;

const mutationOf = (action: string, name: string): Mutation => ({
  action,
  target: `notification target ${name}`,
  role: "admin",
  namespaces: [],
});

/** Who is told of rollouts, without their secrets. It takes an administrator. */
export async function listTargets({ ctx }: { ctx: Ctx }): Promise<NotifyTarget[]> {
  requireRole(ctx.actor, "admin");
  return (await ctx.store.notify.targets()).map(shownTarget);
}

/** Adds a target. Where it leads is checked at each message, since a name may lead elsewhere by then. */
export async function addTarget({ ctx, input }: { ctx: Ctx; input: NewNotifyTarget }): Promise<NotifyTarget> {
  const row = { ...input, id: randomUUID(), enabled: true, createdAtMs: ctx.now() };
  return mutate(ctx, mutationOf("notify.create", input.name), async (tx) => {
    if ((await tx.notify.targets()).length >= MOST_TARGETS) throw tooMany();
    await tx.notify.createTarget(row);
    const shown = shownTarget({ ...row, lastSentAtMs: null, lastError: null, waiting: 0 });
    return { value: shown, detail: { id: shown.id, kind: shown.kind, host: shown.host, kinds: shown.kinds } };
  });
}

/** Changes a target; an address or a secret that is not given stays. What is on its way goes where it leads from now on. Throws `not_found`. */
export async function updateTarget({
  ctx,
  input: { id, url, secret, ...rest },
}: {
  ctx: Ctx;
  input: { id: string } & NotifyTargetChange;
}): Promise<NotifyTarget> {
  return mutate(ctx, mutationOf("notify.update", rest.name), async (tx) => {
    const known = (await tx.notify.targets()).find((target) => target.id === id);
    if (!known) throw noTarget(id);
    const next = { ...known, ...rest, url: url ?? known.url, secret: secret ?? known.secret };
    await tx.notify.updateTarget({ id, ...rest, url: next.url, secret: next.secret });
    const { host, kinds, enabled } = shownTarget(next);
    const replaced = { address: url !== undefined, secret: secret !== undefined };
    return { value: shownTarget(next), detail: { id, was: known.name, host, kinds, enabled, replaced } };
  });
}

/** Removes a target and what was still on its way to it. Throws `not_found`. */
export async function removeTarget({ ctx, input: { id } }: { ctx: Ctx; input: { id: string } }): Promise<void> {
  await mutate(ctx, mutationOf("notify.delete", id), async (tx) => {
    if (await tx.notify.removeTarget(id)) return { value: undefined };
    throw noTarget(id);
  });
}

function shownTarget({ url, secret, createdAtMs, lastSentAtMs, ...rest }: NotifyTargetState): NotifyTarget {
  const { id, name, kind, kinds, enabled, lastError, waiting } = rest;
  return {
    id,
    name,
    kind,
    kinds,
    enabled,
    lastError,
    waiting,
    host: new URL(url).origin,
    signed: secret !== "",
    createdAt: new Date(createdAtMs).toISOString(),
    lastSentAt: lastSentAtMs === null ? null : new Date(lastSentAtMs).toISOString(),
  };
}

const noTarget = (id: string): HeddleError =>
  new HeddleError("not_found", {
    what: "There is no such target.",
    why: `None has the id ${id}.`,
    next: "Look at the list of notification targets.",
  });

const tooMany = (): HeddleError =>
  new HeddleError("refused_by_policy", {
    what: "This target is not added.",
    why: `There are ${MOST_TARGETS} already.`,
    next: "Remove one that nobody needs.",
  });
