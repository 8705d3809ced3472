"use client";

import { FileCode2 } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import type { ConfigObject } from "@/lib/model/config-object";
import { TimeText } from "../time-text";

/** Stable in the URL: "virtualservices/shop/reviews". */
export const configId = ({ key }: Pick<ConfigObject, "key">): string => `${key.plural}/${key.namespace}/${key.name}`;

/** The objects that speak of a service. A click opens one's YAML and history. */
export function ConfigPanel({
  objects,
  selected,
  onOpen,
}: {
  objects: readonly ConfigObject[];
  selected: string | null;
  onOpen: (id: string) => void;
}) {
  return (
    <Panel flush title="Config">
      {objects.length === 0 ? (
        <p className="px-3.5 py-3 text-text-3">
          No object speaks of this service: requests go to every instance alike.
        </p>
      ) : (
        <ul>
          {objects.map((object) => (
            <li key={configId(object)} className="border-b border-border-1 last:border-b-0">
              <button
                type="button"
                aria-pressed={selected === configId(object)}
                onClick={() => onOpen(configId(object))}
                className="flex w-full items-start gap-2 px-3.5 py-2 text-left outline-offset-[-2px] hover:bg-surface-2 aria-pressed:bg-accent-bg"
              >
                <FileCode2 className="mt-0.5 size-4 shrink-0 text-text-3" aria-hidden="true" />
                <span className="min-w-0 flex-1">
                  <span className="flex items-center gap-2">
                    <span className="min-w-0 truncate font-medium">{object.kind}</span>
                    <Chip className="ml-auto">version {object.resourceVersion}</Chip>
                  </span>
                  <span className="mono block truncate text-xs text-text-2">
                    {object.key.namespace}/{object.key.name}
                  </span>
                  <span className="block truncate text-xs text-text-3">
                    {object.updatedBy}, <TimeText iso={object.updatedAt} />
                    {object.reason ? `: ${object.reason}` : ""}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
