"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import type { YamlCodeProps } from "./yaml-code";

const Code = dynamic(() => import("./yaml-code").then((module) => module.YamlCode), {
  ssr: false,
  loading: () => (
    <div role="status" aria-label="Loading the editor" className="grid gap-2.5 p-3">
      {["w-2/5", "w-3/5", "w-1/2", "w-4/5", "w-2/3"].map((width) => (
        <Skeleton key={width} className={width} />
      ))}
    </div>
  ),
});

/** YAML with line numbers and a mark on every finding. Read-only where people only look. Fills its parent. */
export function YamlEditor(props: YamlCodeProps) {
  return <Code {...props} />;
}
