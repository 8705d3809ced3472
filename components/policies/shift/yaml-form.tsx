"use client";

import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import type { Finding } from "@/lib/model/finding";
import { withSubsets } from "@/lib/policy/edit/with-subsets";
import { objectName } from "@/lib/policy/object-name";
import { parseObject } from "@/lib/policy/parse-object";
import { YamlEditor } from "../yaml-editor";
import type { ShiftBase } from "./shift-base";
import { keyOf, type ShiftTexts } from "./shift-draft";

const FILES = [
  { value: "virtualService", label: "VirtualService" },
  { value: "destinationRule", label: "DestinationRule" },
] as const;
const KIND = { virtualService: "VirtualService", destinationRule: "DestinationRule" } as const;

/** The texts themselves. Marks come from the reader at once, and from the console's checks a moment later. */
export function YamlForm({
  texts,
  file,
  onFile,
  base,
  readOnly,
  findings,
  onChange,
}: {
  texts: ShiftTexts;
  file: keyof ShiftTexts;
  onFile: (file: keyof ShiftTexts) => void;
  base: ShiftBase;
  readOnly: boolean;
  findings: readonly Finding[];
  onChange: (texts: ShiftTexts) => void;
}) {
  const text = texts[file];
  const name = objectName(KIND[file], base[file]?.key ?? keyOf(base.service, KIND[file]));
  const marks = useMemo(() => {
    if (text === null) return [];
    const own = parseObject(text).findings;
    return own.some((one) => one.severity === "error")
      ? own
      : findings.filter((one) => one.object === name || one.object === "");
  }, [text, findings, name]);
  return (
    <div>
      <Segmented small label="Which object" value={file} options={FILES} onChange={onFile} />
      {text === null ? (
        <div className="mt-2 grid place-items-start gap-2 rounded-2 border border-dashed border-border-2 p-4 text-text-2">
          <p>There is no {KIND[file]} for this service yet.</p>
          <Button
            size="small"
            disabled={readOnly}
            onClick={() => onChange({ ...texts, [file]: firstText(base, file) })}
          >
            Write one
          </Button>
        </div>
      ) : (
        <>
          <div className="mt-2 h-[420px] overflow-hidden rounded-2 border border-border-control focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus">
            <YamlEditor
              key={file}
              label={`YAML of ${name}`}
              value={text}
              readOnly={readOnly}
              findings={marks}
              onChange={(next) => next !== text && onChange({ ...texts, [file]: next })}
            />
          </div>
          <p className="mt-1 text-xs text-text-3">
            Tab indents. To leave the editor by keyboard, press Escape, then Tab.
          </p>
        </>
      )}
    </div>
  );
}

function firstText(base: ShiftBase, file: keyof ShiftTexts): string {
  const { service, versions } = base;
  if (file === "destinationRule")
    return (
      withSubsets(
        null,
        service,
        versions.map((one) => one.version),
      ) ?? ""
    );
  return [
    "apiVersion: networking.istio.io/v1",
    "kind: VirtualService",
    "metadata:",
    `  name: ${service.name}`,
    `  namespace: ${service.namespace}`,
    "spec:",
    `  hosts: [${service.name}]`,
    "  http:",
    "  - name: default",
    "    route:",
    `    - destination: { host: ${service.name} }`,
    "",
  ].join("\n");
}
