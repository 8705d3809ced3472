"use client";

import { Panel } from "@/components/ui/panel";
import type { ConfigObject } from "@/lib/model/config-object";
import { objectName } from "@/lib/policy/object-name";
import { TimeText } from "../time-text";
import { YamlEditor } from "../yaml-editor";

/** The object that splits the traffic as it is stored, while nothing else is wanted. */
export function RunsNow({ object }: { object: ConfigObject }) {
  const name = objectName(object.kind, object.key);
  return (
    <Panel
      flush
      title="What runs now"
      caption={<span className="mono">{name}</span>}
      action={
        <span className="text-text-3">
          version {object.resourceVersion}, {object.updatedBy}, <TimeText iso={object.updatedAt} />
        </span>
      }
      className="overflow-hidden max-sm:hidden"
    >
      <div className="max-h-[520px] overflow-y-auto">
        <YamlEditor key={object.resourceVersion} label={`YAML of ${name}, as it runs`} value={object.yaml} readOnly />
      </div>
    </Panel>
  );
}
