"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { describeError } from "@/lib/client/api-error";
import { addNotifyTarget, changeNotifyTarget, notifyTargetsQuery } from "@/lib/client/queries/notify";
import type { NewNotifyTarget, NotifyTarget } from "@/lib/model/notify-target";
import { fieldError } from "./field-error";
import { FormDialog } from "./form-dialog";
import { groupsOf, kindsOf, NOTICE_GROUPS } from "./notice-groups";

const KINDS = [
  { value: "webhook", label: "Webhook (JSON)" },
  { value: "slack", label: "Slack format" },
] as const;

interface Draft {
  name: string;
  kind: NewNotifyTarget["kind"];
  /** "" while changing: stays as it is */
  url: string;
  secret: string;
  unsigned: boolean;
  groups: readonly string[];
  enabled: boolean;
}

function draftOf(target: NotifyTarget | null): Draft {
  return {
    name: target?.name ?? "",
    kind: target?.kind ?? "webhook",
    url: "",
    secret: "",
    unsigned: false,
    groups: groupsOf(target?.kinds ?? null),
    enabled: target?.enabled ?? true,
  };
}

function save(target: NotifyTarget | null, draft: Draft): Promise<NotifyTarget> {
  const name = draft.name.trim();
  const url = draft.url.trim();
  const kinds = kindsOf(draft.groups);
  if (!target) {
    const secret = draft.kind === "webhook" ? draft.secret : "";
    return addNotifyTarget({ name, kind: draft.kind, url, secret, kinds });
  }
  return changeNotifyTarget(target.id, {
    name,
    kinds,
    enabled: draft.enabled,
    ...(url ? { url } : {}),
    ...(draft.unsigned ? { secret: "" } : draft.secret ? { secret: draft.secret } : {}),
  });
}

function missing({ name, url, groups }: Draft, changing: boolean): string | undefined {
  if (name.trim() === "" || (url.trim() === "" && !changing)) return "Give it a name and an address first";
  return groups.length === 0 ? "Tick what it is told of first" : undefined;
}

function urlHint({ kind }: Draft, target: NotifyTarget | null): string {
  if (target) return `Leads to ${target.host}. Empty: stays as it is.`;
  if (kind === "slack")
    return "An incoming webhook of Slack, or of what speaks its format. Shown by its host only from now on.";
  return "Where JSON is posted. Shown by its host only from now on.";
}

/** Adds somebody who is told of rollouts, or changes what they are told. Address and secret are written here and never shown again. */
export function NotifyForm({ target, onClose }: { target: NotifyTarget | null; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(target));
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const saving = useMutation({
    mutationFn: () => save(target, draft),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: notifyTargetsQuery().queryKey });
      onClose();
    },
  });
  const badUrl = fieldError(saving.error, "body.url");
  const failure = saving.isError && !badUrl ? describeError(saving.error) : null;
  return (
    <FormDialog
      title={target ? `Change “${target.name}”` : "Add a notification target"}
      description={
        target
          ? "What is still on its way to it goes by what you save here."
          : "It gets a message with a link when something happens to a rollout."
      }
      act={target ? "Save target" : "Add target"}
      busy={saving.isPending ? (target ? "Saving the target" : "Adding the target") : undefined}
      missing={missing(draft, target !== null)}
      failure={failure}
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      {target ? (
        <Checkbox label="Send messages to it" checked={draft.enabled} onChange={(enabled) => set({ enabled })} />
      ) : (
        <Segmented
          label="Format"
          value={draft.kind}
          options={KINDS}
          onChange={(kind) => set({ kind })}
          className="w-full"
        />
      )}
      <Field label="Name" hint="Who reads it, for example release channel">
        {({ id, describedBy }) => (
          <Input
            id={id}
            aria-describedby={describedBy}
            maxLength={120}
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Address" hint={urlHint(draft, target)} error={badUrl}>
        {({ id, invalid, describedBy }) => (
          <Input
            id={id}
            type="url"
            inputMode="url"
            mono
            placeholder={target ? "unchanged" : "https://"}
            invalid={invalid}
            aria-describedby={describedBy}
            maxLength={2000}
            value={draft.url}
            onChange={(event) => set({ url: event.target.value })}
          />
        )}
      </Field>
      {draft.kind === "webhook" ? <SecretField draft={draft} set={set} signed={target ? target.signed : null} /> : null}
      <fieldset className="min-w-0">
        <legend className="mb-1 text-xs font-medium text-text-3">Tell it of a rollout when</legend>
        <div className="grid">
          {NOTICE_GROUPS.map(({ id, label }) => (
            <Checkbox
              key={id}
              label={label}
              checked={draft.groups.includes(id)}
              onChange={(on) => set({ groups: on ? [...draft.groups, id] : draft.groups.filter((one) => one !== id) })}
            />
          ))}
        </div>
      </fieldset>
    </FormDialog>
  );
}

/** `signed` null: the target is new. */
function SecretField({
  draft,
  set,
  signed,
}: {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  signed: boolean | null;
}) {
  const about = "Signs each message (HMAC-SHA256), so that the receiver can tell ours.";
  return (
    <div className="grid gap-1">
      <Field label="Secret" hint={`${about} Empty: ${signed ? "stays as it is" : "unsigned"}.`}>
        {({ id, describedBy }) => (
          <Input
            id={id}
            type="password"
            autoComplete="new-password"
            aria-describedby={describedBy}
            maxLength={500}
            disabled={draft.unsigned}
            placeholder={signed ? "unchanged" : ""}
            value={draft.secret}
            onChange={(event) => set({ secret: event.target.value })}
          />
        )}
      </Field>
      {signed ? (
        <Checkbox
          label="Take the secret away: messages are unsigned"
          checked={draft.unsigned}
          onChange={(unsigned) => set({ unsigned, secret: "" })}
        />
      ) : null}
    </div>
  );
}
