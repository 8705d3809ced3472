"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useEffect, useMemo } from "react";
import { shiftBase } from "@/components/policies/shift/shift-base";
import { Button } from "@/components/ui/button";
import { CommitInput } from "@/components/ui/commit-input";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { SuggestInput } from "@/components/ui/suggest-input";
import { VersionTag } from "@/components/ui/version-tag";
import { serviceQuery } from "@/lib/client/queries/service";
import type { Finding } from "@/lib/model/finding";
import type { RolloutDraft } from "@/lib/model/rollout-plan";
import type { Service } from "@/lib/model/workload";
import { planTargetWords } from "../target-words";
import { errorAt, FieldFindings } from "./field-findings";
import type { Wizard } from "./use-wizard";
import { type DraftTarget, type MtlsDraft, nameFor, strategyFor, type TrafficDraft } from "./wizard-draft";

/** What is rolled out: a service's version, or mutual TLS; several targets one after the other; name and reason. */
export function WhatForm({ wizard, mesh, services }: { wizard: Wizard; mesh: string; services: readonly Service[] }) {
  const { draft, setDraft, findings, targetAt, setTargetAt } = wizard;
  const current = draft.targets[targetAt] ?? draft.targets[0];
  if (!current) return null;
  const set = (target: DraftTarget) => setDraft(withTarget(draft, targetAt, target));
  return (
    <div className="grid gap-3">
      <Panel title="What is rolled out">
        {draft.targets.length > 1 ? (
          <ol aria-label="Targets, in order" className="mb-3 flex flex-wrap gap-1.5">
            {draft.targets.map((one, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a target is its place in the order
              <li key={i} className="flex items-center">
                <Button
                  size="small"
                  variant={i === targetAt ? "default" : "ghost"}
                  aria-pressed={i === targetAt}
                  onClick={() => setTargetAt(i)}
                >
                  {i + 1}. {planTargetWords(one.target)}
                </Button>
                <IconButton
                  small
                  label={`Remove target ${i + 1}`}
                  onClick={() => {
                    setDraft({ ...draft, targets: draft.targets.filter((_, at) => at !== i) });
                    setTargetAt(Math.max(0, Math.min(targetAt, draft.targets.length - 2)));
                  }}
                >
                  <X aria-hidden="true" />
                </IconButton>
              </li>
            ))}
          </ol>
        ) : null}
        <Segmented
          label="Kind"
          value={current.target.kind}
          options={[
            { value: "traffic", label: "A version" },
            { value: "mtls", label: "Mutual TLS" },
          ]}
          onChange={(kind) => kind !== current.target.kind && set(otherKind(kind, current, services))}
          className="mb-3"
        />
        {current.target.kind === "traffic" ? (
          <TrafficFields
            key={current.target.host}
            target={current.target}
            mesh={mesh}
            services={services}
            findings={findings}
            path={`targets[${targetAt}].target`}
            onChange={(target) => set({ ...current, target })}
          />
        ) : (
          <MtlsFields
            target={current.target}
            services={services}
            findings={findings}
            path={`targets[${targetAt}].target`}
            onChange={(target) => set({ ...current, target })}
          />
        )}
        <FieldFindings findings={findings} path={`targets[${targetAt}].target`} alone />
        {draft.targets.length < 10 ? (
          <Button
            size="small"
            variant="ghost"
            className="mt-3"
            onClick={() => {
              setDraft({ ...draft, targets: [...draft.targets, nextTarget(draft, services)] });
              setTargetAt(draft.targets.length);
            }}
          >
            <Plus aria-hidden="true" />
            Another service after this one
          </Button>
        ) : null}
      </Panel>
      <Panel title="Name and reason">
        <div className="grid gap-3">
          <Field label="Name" error={errorAt(findings, "name")}>
            {({ id, invalid }) => (
              <Input
                id={id}
                invalid={invalid}
                value={draft.name}
                maxLength={120}
                onChange={(event) => setDraft({ ...draft, name: event.target.value })}
              />
            )}
          </Field>
          <Field label="Why, for those who approve it">
            {({ id }) => (
              <Input
                id={id}
                value={draft.description}
                maxLength={2000}
                placeholder="Faster ranking; clean on staging since Tuesday"
                onChange={(event) => setDraft({ ...draft, description: event.target.value })}
              />
            )}
          </Field>
        </div>
      </Panel>
    </div>
  );
}

/** The draft with one target replaced; a name nobody gave follows its target. */
function withTarget(draft: RolloutDraft, at: number, target: DraftTarget): RolloutDraft {
  const before = draft.targets[at];
  const named = !before || at > 0 || draft.name !== nameFor(before.target);
  return {
    ...draft,
    name: named ? draft.name : nameFor(target.target),
    targets: draft.targets.map((one, i) => (i === at ? target : one)),
  };
}

const firstTraffic = (service: Service | undefined): TrafficDraft => {
  const [stable, candidate] = service?.versions ?? [];
  const side = (version: string | undefined) => ({ subset: version || "v1", version: version || "v1" });
  return {
    kind: "traffic",
    namespace: service?.namespace ?? "default",
    service: service?.name ?? "service",
    host: service?.host ?? "service.default.svc.cluster.local",
    routes: [],
    stable: side(stable?.version),
    candidate: side(candidate?.version ?? stable?.version),
  };
};

function otherKind(kind: "traffic" | "mtls", current: DraftTarget, services: readonly Service[]): DraftTarget {
  const { target } = current;
  if (kind === "mtls") {
    const mtls: MtlsDraft = { kind: "mtls", namespace: target.namespace, app: "", port: null, overridePlaintext: null };
    return { target: mtls, strategy: strategyFor(mtls) };
  }
  const service = services.find((one) => one.namespace === target.namespace && one.versions.length > 1) ?? services[0];
  const traffic = firstTraffic(service);
  return { target: traffic, strategy: strategyFor(traffic) };
}

function nextTarget(draft: RolloutDraft, services: readonly Service[]): DraftTarget {
  const taken = new Set(draft.targets.flatMap(({ target }) => (target.kind === "traffic" ? [target.host] : [])));
  const free = services.filter((one) => !taken.has(one.host));
  const last = draft.targets.at(-1);
  const target = firstTraffic(free.find((one) => one.versions.length > 1) ?? free[0]);
  return { target, strategy: last?.target.kind === "traffic" ? last.strategy : strategyFor(target) };
}

interface FieldsProps<T> {
  target: T;
  services: readonly Service[];
  findings: readonly Finding[];
  path: string;
  onChange: (target: T) => void;
}

function TrafficFields({
  target,
  mesh,
  services,
  findings,
  path,
  onChange,
}: FieldsProps<TrafficDraft> & { mesh: string }) {
  const detail = useQuery({
    ...serviceQuery(mesh, target.namespace, target.service),
    enabled: mesh !== "" && services.some((one) => one.host === target.host),
  });
  const versions = useMemo(() => (detail.data ? shiftBase(detail.data).versions : []), [detail.data]);
  const options = (own: { subset: string; version: string }) =>
    (versions.some((one) => one.subset === own.subset) ? versions : [{ ...own, series: 9 }, ...versions]).map(
      (one) => ({
        value: one.subset,
        label: <VersionTag name={one.version} series={one.series} />,
      }),
    );
  const side = (subset: string) => {
    const found = versions.find((one) => one.subset === subset);
    return { subset, version: found?.version ?? subset };
  };
  // A subset's name is known only once the objects of the service are read.
  useEffect(() => {
    const fix = (own: TrafficDraft["stable"]) =>
      versions.some((one) => one.subset === own.subset) ? own : versions.find((one) => one.version === own.version);
    const [stable, candidate] = [fix(target.stable), fix(target.candidate)];
    if (!stable || !candidate || (stable === target.stable && candidate === target.candidate)) return;
    const bare = ({ subset, version }: TrafficDraft["stable"]) => ({ subset, version });
    onChange({ ...target, stable: bare(stable), candidate: bare(candidate) });
  }, [versions, target, onChange]);
  return (
    <div className="grid gap-3">
      <Field label="Service" error={errorAt(findings, `${path}.host`) ?? errorAt(findings, `${path}.service`)}>
        {({ id }) => (
          <SuggestInput
            id={id}
            label="Service"
            value={`${target.namespace} / ${target.service}`}
            suggestions={services.filter((one) => !one.external).map((one) => `${one.namespace} / ${one.name}`)}
            onCommit={(text) => {
              const [namespace = "", name = ""] = text.split("/").map((part) => part.trim());
              const found = services.find((one) => one.namespace === namespace && one.name === name);
              onChange(
                found
                  ? firstTraffic(found)
                  : {
                      ...target,
                      namespace: namespace || target.namespace,
                      service: name || text,
                      host: `${name || text}.${namespace}.svc.cluster.local`,
                    },
              );
            }}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label="From, the version that runs" error={errorAt(findings, `${path}.stable`)}>
          {({ id }) => (
            <Select
              id={id}
              label="From version"
              value={target.stable.subset}
              options={options(target.stable)}
              onChange={(subset) => onChange({ ...target, stable: side(subset) })}
              className="w-full"
            />
          )}
        </Field>
        <Field label="To, the new version" error={errorAt(findings, `${path}.candidate`)}>
          {({ id }) => (
            <Select
              id={id}
              label="To version"
              value={target.candidate.subset}
              options={options(target.candidate)}
              onChange={(subset) => onChange({ ...target, candidate: side(subset) })}
              className="w-full"
            />
          )}
        </Field>
      </div>
      <Field
        label="Routes"
        hint="Names of http routes, with commas; empty: every route that leads to the old version."
        error={errorAt(findings, `${path}.routes`)}
      >
        {({ id, describedBy }) => (
          <CommitInput
            id={id}
            mono
            label="Routes"
            describedBy={describedBy}
            value={target.routes.join(", ")}
            placeholder="all that lead there"
            onCommit={(text) =>
              onChange({
                ...target,
                routes: text
                  .split(",")
                  .map((one) => one.trim())
                  .filter(Boolean),
              })
            }
          />
        )}
      </Field>
    </div>
  );
}

function MtlsFields({ target, services, findings, path, onChange }: FieldsProps<MtlsDraft>) {
  const namespaces = [...new Set(services.map((one) => one.namespace))].sort();
  const apps = services.filter((one) => one.namespace === target.namespace).map((one) => one.name);
  return (
    <div className="grid gap-3">
      <div className="grid grid-cols-2 gap-3">
        <Field label="Namespace" error={errorAt(findings, `${path}.namespace`)}>
          {({ id }) => (
            <SuggestInput
              id={id}
              label="Namespace"
              value={target.namespace}
              suggestions={namespaces}
              onCommit={(namespace) => onChange({ ...target, namespace, app: "" })}
            />
          )}
        </Field>
        <Field label="App" hint="Empty: the whole namespace." error={errorAt(findings, `${path}.app`)}>
          {({ id }) => (
            <SuggestInput
              id={id}
              label="App"
              value={target.app}
              suggestions={apps}
              placeholder="whole namespace"
              onCommit={(app) => onChange({ ...target, app })}
            />
          )}
        </Field>
      </div>
      <Field
        label="Go strict although plaintext callers remain, because"
        hint="Empty: strict is refused while any caller still talks plaintext."
        error={errorAt(findings, `${path}.overridePlaintext`)}
      >
        {({ id, describedBy }) => (
          <Input
            id={id}
            aria-describedby={describedBy}
            value={target.overridePlaintext ?? ""}
            maxLength={1000}
            onChange={(event) => onChange({ ...target, overridePlaintext: event.target.value || null })}
          />
        )}
      </Field>
    </div>
  );
}
