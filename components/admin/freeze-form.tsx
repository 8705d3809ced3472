"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { describeError } from "@/lib/client/api-error";
import { addFreezeWindow, changeFreezeWindow, freezeWindowsQuery } from "@/lib/client/queries/freeze-windows";
import type { FreezeWindow } from "@/lib/model/freeze-window";
import { FormDialog } from "./form-dialog";
import { draftOfWindow, type FreezeDraft, freezeProblem, newFreezeDraft, windowOfDraft } from "./freeze-draft";
import { DAYS, WEEK } from "./freeze-words";

const KINDS = [
  { value: "weekly", label: "Every week" },
  { value: "once", label: "Once" },
] as const;

function TextField({
  label,
  hint,
  value,
  onChange,
  type = "text",
  maxLength,
}: {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  type?: "text" | "time" | "datetime-local";
  maxLength?: number;
}) {
  return (
    <Field label={label} hint={hint}>
      {({ id, describedBy }) => (
        <Input
          id={id}
          type={type}
          aria-describedby={describedBy}
          maxLength={maxLength}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

function WhenFields({ draft, set }: { draft: FreezeDraft; set: (part: Partial<FreezeDraft>) => void }) {
  if (draft.kind === "once") {
    const zone = `In ${Intl.DateTimeFormat().resolvedOptions().timeZone}, your own`;
    return (
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <TextField
          label="From"
          type="datetime-local"
          hint={zone}
          value={draft.from}
          onChange={(from) => set({ from })}
        />
        <TextField label="To" type="datetime-local" value={draft.to} onChange={(to) => set({ to })} />
      </div>
    );
  }
  return (
    <>
      <fieldset>
        <legend className="mb-1 text-xs font-medium text-text-3">Begins on</legend>
        <div className="flex flex-wrap gap-x-4">
          {WEEK.map((day) => (
            <Checkbox
              key={day}
              label={DAYS[day]}
              checked={draft.days.includes(day)}
              onChange={(on) => set({ days: on ? [...draft.days, day] : draft.days.filter((one) => one !== day) })}
            />
          ))}
        </div>
      </fieldset>
      <div className="grid grid-cols-2 gap-3">
        <TextField label="From" type="time" value={draft.fromClock} onChange={(fromClock) => set({ fromClock })} />
        <TextField
          label="To"
          type="time"
          hint="00:00 is the day's end; an earlier time is on the next day"
          value={draft.toClock}
          onChange={(toClock) => set({ toClock })}
        />
      </div>
      <TextField
        label="Time zone"
        hint="Of the IANA list, for example Europe/Berlin or UTC"
        value={draft.timeZone}
        onChange={(timeZone) => set({ timeZone })}
        maxLength={64}
      />
    </>
  );
}

/** Adds a time in which no rollout goes forward, or changes `window`. */
export function FreezeForm({ window, onClose }: { window: FreezeWindow | null; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return window ? draftOfWindow(window, timeZone) : newFreezeDraft(timeZone);
  });
  const set = (part: Partial<FreezeDraft>) => setDraft((before) => ({ ...before, ...part }));
  const saving = useMutation({
    mutationFn: () => {
      const next = windowOfDraft(draft);
      return window ? changeFreezeWindow({ ...next, id: window.id }) : addFreezeWindow(next);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: freezeWindowsQuery().queryKey });
      onClose();
    },
  });
  const problem = freezeProblem(draft);
  const failure = saving.isError ? describeError(saving.error) : null;
  return (
    <FormDialog
      title={window ? `Change “${window.name}”` : "Add a freeze window"}
      description="While it is on, rollouts do not go forward. Pausing and going back stay possible."
      act={window ? "Save window" : "Add window"}
      busy={saving.isPending ? (window ? "Saving the window" : "Adding the window") : undefined}
      missing={problem ?? undefined}
      failure={failure}
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      <TextField label="Name" value={draft.name} onChange={(name) => set({ name })} maxLength={120} />
      <Segmented
        label="How often"
        value={draft.kind}
        options={KINDS}
        onChange={(kind) => set({ kind })}
        className="w-full"
      />
      <WhenFields draft={draft} set={set} />
      <TextField
        label="Namespaces"
        hint="Empty: everywhere"
        value={draft.places}
        onChange={(places) => set({ places })}
      />
      <TextField
        label="Reason"
        hint="Shown to whoever waits"
        value={draft.reason}
        onChange={(reason) => set({ reason })}
        maxLength={2000}
      />
    </FormDialog>
  );
}
