import { randomUUID } from "node:crypto";
import { authorize } from "../../identity/authorize";
import type { Ctx } from "../../identity/ctx";
import { mutate } from "../../identity/mutate";
import type { FreezeWindow } from "../../model/freeze-window";
import { HeddleError } from "../../model/heddle-error";

/** All freeze windows: anyone who may look may know when nothing goes forward. */
export async function listFreezeWindows({ ctx }: { ctx: Ctx }): Promise<FreezeWindow[]> {
  return ctx.store.rollouts.freezeWindows();
}

/** Adds a freeze window. It takes an administrator of its namespaces. Throws `invalid_input` for an unknown time zone. */
export function addFreezeWindow({ ctx, input }: { ctx: Ctx; input: Omit<FreezeWindow, "id"> }): Promise<FreezeWindow> {
  const window = { ...input, id: randomUUID() };
  refuseZone(window);
  const mutation = {
    action: "freeze.create",
    target: `freeze window ${window.name}`,
    role: "admin" as const,
    namespaces: window.namespaces ?? [],
  };
  return mutate(ctx, mutation, async (tx) => {
    await tx.rollouts.putFreezeWindow(window);
    return { value: window, detail: window };
  });
}

/**
 * Changes one, from now on: a run that waits for it looks again at once. It takes an administrator of the namespaces it held in and of those it is to hold in. Throws
 * `not_found`, and `invalid_input` for an unknown time zone.
 */
export async function updateFreezeWindow({
  ctx,
  input: window,
}: {
  ctx: Ctx;
  input: FreezeWindow;
}): Promise<FreezeWindow> {
  const known = (await ctx.store.rollouts.freezeWindows()).find((one) => one.id === window.id);
  const everywhere = window.namespaces === null || known?.namespaces === null;
  const mutation = {
    action: "freeze.update",
    target: `freeze window ${window.name}`,
    role: "admin" as const,
    namespaces: everywhere ? [] : [...new Set([...(known?.namespaces ?? []), ...(window.namespaces ?? [])])],
  };
  return mutate(ctx, mutation, async (tx) => {
    const before = (await tx.rollouts.freezeWindows()).find((one) => one.id === window.id);
    if (!before) throw noWindow(window.id);
    refuseZone(window);
    await tx.rollouts.putFreezeWindow(window);
    return { value: window, detail: { before, after: window } };
  });
}

/** Removes one. Throws `not_found`. */
export async function removeFreezeWindow({ ctx, input: { id } }: { ctx: Ctx; input: { id: string } }): Promise<void> {
  const window = (await ctx.store.rollouts.freezeWindows()).find((one) => one.id === id);
  for (const namespace of window?.namespaces ?? [null]) authorize(ctx, "admin", namespace);
  const mutation = {
    action: "freeze.delete",
    target: `freeze window ${window?.name ?? id}`,
    role: "admin" as const,
    namespaces: window?.namespaces ?? [],
  };
  await mutate(ctx, mutation, async (tx) => {
    if (await tx.rollouts.removeFreezeWindow(id)) return { value: undefined };
    throw noWindow(id);
  });
}

const noWindow = (id: string): HeddleError =>
  new HeddleError("not_found", {
    what: "There is no such freeze window.",
    why: `None has the id ${id}.`,
    next: "Look at the list of freeze windows.",
  });

function refuseZone({ when }: FreezeWindow): void {
  if (when.kind !== "weekly") return;
  try {
    new Intl.DateTimeFormat("en", { timeZone: when.timeZone });
  } catch {
    throw new HeddleError("invalid_input", {
      what: `${when.timeZone} is no time zone.`,
      why: "Weekly windows are kept in a zone of the IANA list.",
      next: "Write one such as Europe/Berlin or UTC.",
    });
  }
}
