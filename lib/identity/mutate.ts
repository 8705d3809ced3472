import type { Role } from "../model/actor";
import { isHeddleError } from "../model/heddle-error";
import type { StoreTx } from "../store/app-store";
import { MUTATION_ATTRIBUTE } from "../telemetry/own-span-sampler";
import { withSpan } from "../telemetry/with-span";
import { appendAudit } from "./audit";
import { authorize } from "./authorize";
import type { Ctx } from "./ctx";
import { recheckRights } from "./recheck-rights";

export interface Mutation {
  /** verb, e.g. token.create; also the span's name */
  action: string;
  target: string;
  role: Role;
  /** namespaces it touches; [] when it concerns the whole console, which takes rights in all of them */
  namespaces: readonly string[];
}

/**
 * One mutation of our own store: authorise, act, audit. Rights are looked at again in the transaction. The entry is written in the transaction of the act; a refusal or failure is
 * written by itself and thrown on. `act` must do nothing outside `tx`.
 */
export function mutate<T>(
  ctx: Ctx,
  mutation: Mutation,
  act: (tx: StoreTx) => Promise<{ value: T; detail?: unknown }>,
): Promise<T> {
  return guard(ctx, mutation, () =>
    ctx.store.transaction(async (tx) => {
      await recheckRights(tx, ctx, mutation.role, mutation.namespaces);
      const { value, detail } = await act(tx);
      await appendAudit(tx.audit, ctx, { ...auditFacts(mutation), outcome: "allowed", detail });
      return value;
    }),
  );
}

/**
 * The frame of a mutation that reaches beyond our store: authorises, runs `work` in a span and audits what is refused or fails.
 * `work` itself writes the `allowed` entry, in the transaction that records the decision.
 */
export function guard<T>(ctx: Ctx, mutation: Mutation, work: () => Promise<T>): Promise<T> {
  const { action, target, role, namespaces } = mutation;
  const attributes = { [MUTATION_ATTRIBUTE]: true, "heddle.target": target, "heddle.actor": ctx.actor.name };
  return withSpan(action, attributes, async () => {
    try {
      for (const namespace of namespaces.length > 0 ? namespaces : [null]) authorize(ctx, role, namespace);
      return await work();
    } catch (error) {
      await auditFailure(ctx, auditFacts(mutation), error);
      throw error;
    }
  });
}

/** What the audit entry says of a mutation. */
export function auditFacts({ action, target, namespaces }: Mutation) {
  return { action, target, namespace: namespaces.join(",") };
}

/** Writes that a mutation was refused or failed. A store that is away must not hide the first error: logged instead. */
export async function auditFailure(
  ctx: Ctx,
  facts: { action: string; target: string; namespace: string },
  error: unknown,
): Promise<void> {
  const code = isHeddleError(error) ? error.code : "internal";
  const outcome = REFUSALS.has(code) ? "refused" : "failed";
  const detail = { code, what: isHeddleError(error) ? error.what : "An unexpected error." };
  try {
    await appendAudit(ctx.store.audit, ctx, { ...facts, outcome, detail });
  } catch (cause) {
    ctx.log.error({ err: cause, ...facts, outcome, code, requestId: ctx.requestId }, "audit entry not written");
  }
}

const REFUSALS: ReadonlySet<string> = new Set(["unauthenticated", "forbidden", "rate_limited", "refused_by_policy"]);
