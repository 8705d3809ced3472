"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import type { VersionFigures } from "../service-figures";
import { RulesForm } from "./rules-form";
import { readingOf, type ShiftTexts } from "./shift-draft";
import type { Shift } from "./use-shift";
import { WeightsForm } from "./weights-form";
import { YamlForm } from "./yaml-form";

export type ShiftMode = "form" | "yaml";

const MODES = [
  { value: "form", label: "Form" },
  { value: "yaml", label: "YAML" },
] as const;

/** What you want: rules and weights in a form, or the same as YAML. Locked while a push is on its way. */
export function WantPanel({
  shift,
  mode,
  onMode,
  figures,
  locked,
}: {
  shift: Shift;
  mode: ShiftMode;
  onMode: (mode: ShiftMode) => void;
  figures: readonly VersionFigures[];
  locked: boolean;
}) {
  const { base, draft, setDraft, now, reading, result, reason, setReason } = shift;
  const [file, setFile] = useState<keyof ShiftTexts>("virtualService");
  const editTexts = (texts: ShiftTexts) => setDraft({ texts, intent: readingOf(texts.virtualService, base).intent });
  const problem = readingOf(draft.texts.virtualService, base).problem;
  const openYaml = () => {
    setDraft({ ...draft, texts: result.texts, intent: reading.intent });
    onMode("yaml");
  };
  return (
    <Panel
      title="What you want"
      action={
        <Segmented
          small
          label="How to edit"
          value={mode}
          options={MODES}
          onChange={(next) => (next === "yaml" ? openYaml() : onMode("form"))}
          className="max-sm:hidden"
        />
      }
    >
      {mode === "yaml" ? (
        <YamlForm
          texts={result.texts}
          file={file}
          onFile={setFile}
          base={base}
          readOnly={locked}
          findings={shift.current?.findings ?? []}
          onChange={editTexts}
        />
      ) : problem ? (
        <Note
          tone="degraded"
          title="The form cannot show this one."
          action={
            <Button size="small" onClick={openYaml} className="max-sm:hidden">
              Edit as YAML
            </Button>
          }
        >
          {problem}
        </Note>
      ) : (
        <>
          <RulesForm
            rules={draft.intent.rules}
            versions={base.versions}
            disabled={locked}
            onChange={(rules) => setDraft({ ...draft, intent: { ...draft.intent, rules } })}
          />
          <WeightsForm
            versions={base.versions}
            now={now.intent.weights}
            wanted={draft.intent.weights}
            figures={figures}
            disabled={locked}
            onChange={(weights) => setDraft({ ...draft, intent: { ...draft.intent, weights } })}
          />
        </>
      )}
      <Field label="Reason, kept with the change" className="mt-4">
        {({ id }) => (
          <Input
            id={id}
            value={reason}
            disabled={locked}
            maxLength={2000}
            placeholder="Why this is done, for whoever reads it later"
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </Panel>
  );
}
