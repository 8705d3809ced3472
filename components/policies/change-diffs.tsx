import { Panel } from "@/components/ui/panel";
import type { Change } from "@/lib/model/change";
import { CONFIG_KINDS } from "@/lib/model/config-object";
import { diffObject } from "@/lib/policy/diff/diff-object";
import { objectName } from "@/lib/policy/object-name";
import { DiffStat } from "./diff-stat";
import { DiffView } from "./diff-view";

/** What a change wrote, object by object. */
export function ChangeDiffs({ change, title }: { change: Change; title?: string }) {
  return change.items.map(({ key, before, after }) => {
    const kind = CONFIG_KINDS.find((one) => one.plural === key.plural)?.kind ?? key.plural;
    const diff = diffObject(key, kind, before, after);
    return (
      <Panel
        key={`${key.plural}/${key.namespace}/${key.name}`}
        flush
        title={title ?? objectName(kind, key)}
        caption={
          title ? (
            <span className="mono">{objectName(kind, key)}</span>
          ) : before === null ? (
            "new"
          ) : after === null ? (
            "deleted"
          ) : undefined
        }
        action={<DiffStat added={diff.added} removed={diff.removed} />}
        className="overflow-hidden"
      >
        {diff.added + diff.removed > 0 ? (
          <DiffView diff={diff} />
        ) : (
          <p className="p-3.5 text-text-2">The text is the same.</p>
        )}
      </Panel>
    );
  });
}
