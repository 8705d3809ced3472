"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import type { GateRule, GatesDraft } from "@/lib/model/rollout-plan";
import { FieldFindings } from "./field-findings";
import { LabelledChoice } from "./labelled-choice";
import { DurationField, NumberField, OptionalNumberField } from "./number-field";
import type { Wizard } from "./use-wizard";

const BACK_OR_STAY = [
  { value: "rollback", label: "Go back" },
  { value: "hold", label: "Stay there" },
] as const;

const ROLES = ["approver", "operator", "admin", "viewer"] as const;

/** Where people are asked, who, how many, and what becomes of a request nobody answers. */
export function ApprovalsForm({ wizard }: { wizard: Wizard }) {
  const { draft, setDraft, findings, asked } = wizard;
  const { gates } = draft;
  const { rules } = asked;
  const set = (change: Partial<GatesDraft>) => setDraft({ ...draft, gates: { ...gates, ...change } });
  const setSpec = (change: Partial<GatesDraft["spec"]>) => set({ spec: { ...gates.spec, ...change } });
  const putRule = (at: number, rule: GateRule) => setSpec({ rules: rules.map((one, i) => (i === at ? rule : one)) });
  const mtls = draft.targets.some(({ target }) => target.kind === "mtls");
  const traffic = draft.targets.some(({ target }) => target.kind === "traffic");
  return (
    <div className="grid gap-3">
      <Panel title="Where people are asked">
        <div className="grid gap-2">
          <Checkbox label="Before anything is written" checked={gates.start} onChange={(start) => set({ start })} />
          {traffic ? (
            <OptionalNumberField
              label="Before the first share above"
              unit="%"
              none="not asked"
              whole
              value={gates.aboveWeight}
              min={0}
              max={100}
              onChange={(aboveWeight) => set({ aboveWeight })}
              className="w-56"
            />
          ) : null}
          {mtls ? (
            <Checkbox
              label="Before strict mTLS"
              checked={gates.strictMtls}
              onChange={(strictMtls) => set({ strictMtls })}
            />
          ) : null}
          <Checkbox
            label="Before the new side becomes the stable one"
            checked={gates.promotion}
            onChange={(promotion) => set({ promotion })}
          />
        </div>
        <FieldFindings findings={findings.filter((one) => !one.path.startsWith("gates.spec"))} path="gates" />
      </Panel>
      <Panel
        title="Who"
        caption="every line has to be met, by different people"
        action={
          rules.length < 10 ? (
            <Button
              size="small"
              variant="ghost"
              onClick={() => setSpec({ rules: [...rules, { roles: ["admin"], users: [], min: 1 }] })}
            >
              <Plus aria-hidden="true" />
              Add a line
            </Button>
          ) : undefined
        }
      >
        <ol className="grid gap-2">
          {rules.map((rule, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place in the list
            <li key={i} className="flex flex-wrap items-end gap-2">
              <NumberField
                label="People"
                value={rule.min}
                min={1}
                max={10}
                onChange={(min) => putRule(i, { ...rule, min })}
                className="w-20"
              />
              <Select
                label={`Role of line ${i + 1}`}
                value={rule.roles[0] ?? "approver"}
                options={ROLES.map((role) => ({ value: role, label: `${role}s` }))}
                onChange={(role) => putRule(i, { ...rule, roles: [role] })}
              />
              {rule.users.length > 0 ? (
                <span className="self-center text-text-2">or {rule.users.join(", ")}</span>
              ) : null}
              {rules.length > 1 ? (
                <IconButton
                  label={`Remove line ${i + 1}`}
                  onClick={() => setSpec({ rules: rules.filter((_, at) => at !== i) })}
                >
                  <X aria-hidden="true" />
                </IconButton>
              ) : null}
            </li>
          ))}
        </ol>
        <div className="mt-3">
          <Checkbox
            label="Whoever planned it may count too"
            checked={gates.spec.allowSelf}
            onChange={(allowSelf) => setSpec({ allowSelf })}
          />
        </div>
        <FieldFindings findings={findings} path="gates.spec" />
      </Panel>
      <Panel title="When nobody answers">
        <div className="grid grid-cols-2 gap-3">
          <DurationField
            label="A request expires after"
            value={gates.spec.expiresAfterSec}
            min={10}
            max={31_536_000}
            onChange={(expiresAfterSec) => setSpec({ expiresAfterSec })}
          />
          <DurationField
            label="An approval lapses after"
            value={gates.spec.validForSec}
            min={10}
            max={31_536_000}
            onChange={(validForSec) => setSpec({ validForSec })}
          />
        </div>
        <div className="mt-3 flex flex-wrap gap-x-6 gap-y-2">
          <LabelledChoice
            options={BACK_OR_STAY}
            label="Expired"
            value={gates.spec.onExpire}
            onChange={(onExpire) => setSpec({ onExpire })}
          />
          <LabelledChoice
            options={BACK_OR_STAY}
            label="Rejected"
            value={gates.spec.onReject}
            onChange={(onReject) => setSpec({ onReject })}
          />
        </div>
        <p className="mt-2 text-xs text-text-3">An expired request never goes on.</p>
      </Panel>
    </div>
  );
}
