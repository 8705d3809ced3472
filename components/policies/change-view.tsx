"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Chip } from "@/components/ui/chip";
import { Note } from "@/components/ui/note";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/client/paths";
import { serviceQuery } from "@/lib/client/queries/service";
import { useScope } from "@/lib/client/use-scope";
import type { Change } from "@/lib/model/change";
import { parseObject } from "@/lib/policy/parse-object";
import { resolveHost } from "@/lib/policy/resolve-host";
import { ChangeDiffs } from "./change-diffs";
import { ChangeEffects } from "./change-effects";
import { PushPanel } from "./push/push-panel";
import { shiftBase } from "./shift/shift-base";
import { readingOf } from "./shift/shift-draft";
import { TimeText } from "./time-text";

/** A change: what it was for, what it wrote, how far it came, and the way back. */
export function ChangeView({
  change,
  onBack,
  backBusy,
  backError,
}: {
  change: Change;
  onBack: () => void;
  backBusy: boolean;
  backError: unknown;
}) {
  const { scope, mesh } = useScope();
  const target = useMemo(() => serviceOf(change), [change]);
  const detail = useQuery({
    ...serviceQuery(mesh, target?.namespace ?? "", target?.name ?? ""),
    enabled: target !== null && mesh !== "",
  });
  const base = useMemo(() => (detail.data ? shiftBase(detail.data) : null), [detail.data]);
  const route = change.items.find((item) => item.key.plural === "virtualservices");
  const intent = useMemo(() => (base && route?.after ? readingOf(route.after, base).intent : null), [base, route]);
  const later =
    base !== null &&
    route !== undefined &&
    Number(base.virtualService?.resourceVersion) > Number(route.resourceVersion);
  return (
    <div className="grid items-start gap-3 p-4 max-sm:p-3 xl:grid-cols-[minmax(0,1fr)_372px]">
      <div className="grid min-w-0 gap-3">
        <div className="grid gap-1">
          <p className="text-xl font-semibold tracking-[-0.015em] [overflow-wrap:anywhere]">
            {change.reason || "No reason was given."}
          </p>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-text-3">
            <span>
              {change.author}, <TimeText iso={change.createdAt} />
            </span>
            {change.revision > 0 ? <Chip>revision {change.revision}</Chip> : null}
            {change.rollsBack ? (
              <span>
                <TextLink href={paths.change(change.rollsBack, scope)}>An earlier change</TextLink> is taken back by it.
              </span>
            ) : null}
            {target ? (
              <TextLink
                href={paths.service(target.namespace, target.name, scope)}
              >{`${target.namespace} / ${target.name}`}</TextLink>
            ) : null}
          </p>
        </div>
        {later ? (
          <Note title="A later change was made on top.">
            {target ? (
              <TextLink href={paths.service(target.namespace, target.name, scope)} className="underline">
                See what runs now
              </TextLink>
            ) : null}
          </Note>
        ) : null}
        <ChangeEffects change={change} />
        <ChangeDiffs change={change} />
      </div>
      <PushPanel
        change={change}
        base={base}
        intent={intent}
        newest={!later}
        onBack={onBack}
        backBusy={backBusy}
        backError={backError}
      />
    </div>
  );
}

/** The service a change is about: that of its first VirtualService or DestinationRule host inside the mesh. */
function serviceOf(change: Change): { namespace: string; name: string } | null {
  for (const { key, before, after } of change.items) {
    const { object } = parseObject(after ?? before ?? "", { namespace: key.namespace });
    const host =
      object?.kind === "VirtualService"
        ? object.spec.hosts[0]
        : object?.kind === "DestinationRule"
          ? object.spec.host
          : undefined;
    const [name, namespace, svc] = host ? resolveHost(host, key.namespace).split(".") : [];
    if (name && namespace && svc === "svc") return { namespace, name };
  }
  return null;
}
