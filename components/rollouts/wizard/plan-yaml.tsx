"use client";

import { YamlEditor } from "@/components/policies/yaml-editor";
import { Panel } from "@/components/ui/panel";
import type { Wizard } from "./use-wizard";

/** The same plan as text, both ways: what is typed here is what the form shows. */
export function PlanYaml({ wizard }: { wizard: Wizard }) {
  return (
    <Panel
      flush
      title="The plan as YAML"
      caption="what the API and npx heddle rollout take"
      className="overflow-hidden"
    >
      <div className="h-[560px] overflow-hidden focus-within:outline-2 focus-within:-outline-offset-2 focus-within:outline-focus">
        <YamlEditor
          label="YAML of the plan"
          value={wizard.text}
          findings={wizard.findings}
          onChange={(text) => text !== wizard.text && wizard.setText(text)}
        />
      </div>
      <p className="border-t border-border-1 px-3.5 py-2 text-xs text-text-3">
        Tab indents. To leave the editor by keyboard, press Escape, then Tab. Comments are not kept with the plan.
      </p>
    </Panel>
  );
}
