"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { describeError } from "@/lib/client/api-error";
import { addNotifyTarget, notifyTargetsQuery } from "@/lib/client/queries/notify";
import type { NewNotifyTarget } from "@/lib/model/notify-target";
import { fieldError } from "./field-error";
import { FormDialog } from "./form-dialog";

const KINDS = [
  { value: "webhook", label: "Webhook (JSON)" },
  { value: "slack", label: "Slack format" },
] as const;

/** Adds somebody who is told of rollouts. Address and secret are written here and never shown again. */
export function NotifyForm({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState({ name: "", kind: "webhook" as NewNotifyTarget["kind"], url: "", secret: "" });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const add = useMutation({
    mutationFn: () =>
      addNotifyTarget({
        name: draft.name.trim(),
        kind: draft.kind,
        url: draft.url.trim(),
        secret: draft.kind === "webhook" ? draft.secret : "",
        kinds: null,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: notifyTargetsQuery().queryKey });
      onClose();
    },
  });
  const badUrl = fieldError(add.error, "body.url");
  const failure = add.isError && !badUrl ? describeError(add.error) : null;
  const ready = draft.name.trim() !== "" && draft.url.trim() !== "";
  return (
    <FormDialog
      title="Add a notification target"
      description="It is told when a rollout waits for approval, is paused, goes back or ends, with a link to it."
      act="Add target"
      busy={add.isPending ? "Adding the target" : undefined}
      missing={ready ? undefined : "Give it a name and an address first"}
      failure={failure}
      onSubmit={() => add.mutate()}
      onClose={onClose}
    >
      <Segmented
        label="Format"
        value={draft.kind}
        options={KINDS}
        onChange={(kind) => set({ kind })}
        className="w-full"
      />
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
      <Field
        label="Address"
        hint={
          draft.kind === "slack"
            ? "An incoming webhook of Slack, or of what speaks its format. Shown by its host only from now on."
            : "Where JSON is posted. Shown by its host only from now on."
        }
        error={badUrl}
      >
        {({ id, invalid, describedBy }) => (
          <Input
            id={id}
            type="url"
            inputMode="url"
            mono
            placeholder="https://"
            invalid={invalid}
            aria-describedby={describedBy}
            maxLength={2000}
            value={draft.url}
            onChange={(event) => set({ url: event.target.value })}
          />
        )}
      </Field>
      {draft.kind === "webhook" ? (
        <Field
          label="Secret"
          hint="Signs each message (HMAC-SHA256), so that the receiver can tell ours. Empty: unsigned."
        >
          {({ id, describedBy }) => (
            <Input
              id={id}
              type="password"
              autoComplete="new-password"
              aria-describedby={describedBy}
              maxLength={500}
              value={draft.secret}
              onChange={(event) => set({ secret: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </FormDialog>
  );
}
