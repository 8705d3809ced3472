"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useLiveStatus } from "@/lib/client/live";
import { pushChange, staleObject } from "@/lib/client/push-change";
import { changePreviewQuery } from "@/lib/client/queries/change-preview";
import { serviceQuery } from "@/lib/client/queries/service";
import { sessionQuery } from "@/lib/client/queries/session";
import type { Change } from "@/lib/model/change";
import { holdsRole } from "@/lib/model/grants";
import type { ServiceDetail } from "@/lib/model/service-detail";
import { diffObject } from "@/lib/policy/diff/diff-object";
import { type ShiftBase, shiftBase } from "./shift-base";
import { itemsOf, readingOf, rebase, resultOf, type ShiftDraft, startDraft } from "./shift-draft";
import { useSettled } from "./use-settled";

/** How long typing must rest before the preview is asked, ms. */
const REST_MS = 250;

/** Everything the Shift traffic page works with: what is wanted, what it would change, and the push. */
export function useShift({
  mesh,
  detail,
  onPushed,
}: {
  mesh: string;
  detail: ServiceDetail;
  onPushed: (change: Change) => void;
}) {
  const queryClient = useQueryClient();
  const live = useLiveStatus();
  const session = useQuery(sessionQuery());
  const [base, setBase] = useState(() => shiftBase(detail));
  const [draft, setDraft] = useState<ShiftDraft>(() => startDraft(base));
  const [reason, setReason] = useState("");
  const latest = useMemo(() => shiftBase(detail), [detail]);
  const serviceKey = serviceQuery(mesh, detail.service.namespace, detail.service.name).queryKey;
  const freshBase = () => shiftBase(queryClient.getQueryData(serviceKey) ?? detail);
  const begin = (next: ShiftBase) => {
    setBase(next);
    setDraft(startDraft(next));
    setReason("");
  };
  const result = useMemo(() => resultOf(draft, base), [draft, base]);
  const items = useMemo(() => itemsOf(base, result), [base, result]);
  const diffs = useMemo(
    () =>
      items.map(({ key, yaml }) => {
        const stored = key.plural === "virtualservices" ? base.virtualService : base.destinationRule;
        const kind = key.plural === "virtualservices" ? "VirtualService" : "DestinationRule";
        return diffObject(key, kind, stored?.yaml ?? null, yaml);
      }),
    [items, base],
  );
  const asked = useSettled(items, REST_MS);
  const preview = useQuery(changePreviewQuery(mesh, asked));
  const current = asked === items && !preview.isPlaceholderData && preview.data ? preview.data : undefined;
  const push = useMutation({
    mutationFn: () => pushChange(mesh, items, reason.trim()),
    onSuccess: async (change) => {
      queryClient.setQueryData(["change", change.id], change);
      onPushed(change);
      // Locked until the page has read what it wrote, so that its own write is not taken for someone else's.
      await queryClient.invalidateQueries({ queryKey: serviceKey });
      begin(freshBase());
    },
    onError: async (error) => {
      if (staleObject(error) !== undefined) await queryClient.invalidateQueries({ queryKey: serviceKey });
    },
  });
  const moved =
    latest.virtualService?.resourceVersion !== base.virtualService?.resourceVersion ||
    latest.destinationRule?.resourceVersion !== base.destinationRule?.resourceVersion;

  const start = () => {
    begin(latest);
    push.reset();
  };
  /** Takes in what the console wrote meanwhile by our own act; a draft that is under way is redone on top. */
  const resync = () => {
    const next = freshBase();
    if (items.length === 0) begin(next);
    else {
      setDraft(rebase(draft, base, next));
      setBase(next);
    }
  };
  const redo = () => {
    setDraft(rebase(draft, base, latest));
    setBase(latest);
    push.reset();
  };
  const mayPush = session.data ? holdsRole(session.data.actor, "operator", detail.service.namespace) : true;
  const errors = (current?.findings ?? []).filter((finding) => finding.severity === "error").length;
  const blocked = whyNot({
    problem: result.problem,
    nothing: items.length === 0,
    moved,
    errors,
    lost: live.state === "reconnecting" || live.state === "offline",
    mayPush,
  });
  return {
    base,
    latest,
    moved,
    draft,
    setDraft,
    reason,
    setReason,
    /** what the stored text says */
    now: useMemo(() => readingOf(base.virtualService?.yaml ?? null, base), [base]),
    /** what the wanted text says */
    reading: useMemo(() => readingOf(result.texts.virtualService, base), [result, base]),
    result,
    items,
    diffs,
    preview,
    /** the preview of exactly what is wanted now; undefined while it is asked */
    current,
    push,
    blocked,
    start,
    redo,
    resync,
  };
}

export type Shift = ReturnType<typeof useShift>;

/** Why the push cannot be pressed now; undefined when it can. */
function whyNot(facts: {
  problem: string | null;
  nothing: boolean;
  moved: boolean;
  errors: number;
  lost: boolean;
  mayPush: boolean;
}): string | undefined {
  if (!facts.mayPush) return "You may look at this namespace but not push to it. An operator of it can.";
  if (facts.problem) return facts.problem;
  if (facts.nothing) return "What you want is what there is already.";
  if (facts.lost) return "The connection to the console is lost; it reconnects by itself.";
  if (facts.moved) return "Someone else changed this meanwhile. Take their change in first.";
  if (facts.errors > 0)
    return `${facts.errors} ${facts.errors === 1 ? "error has" : "errors have"} to be mended first.`;
  return undefined;
}
