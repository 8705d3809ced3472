"use client";

import { ChevronDown, Layers } from "lucide-react";
import { lazy } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { useScope } from "@/lib/client/use-scope";

const load = () => import("./namespace-list").then((m) => ({ default: m.NamespaceList }));
const NamespaceList = lazy(load);

function summary(namespaces: readonly string[] | null): string {
  if (!namespaces) return "All namespaces";
  return namespaces.length <= 2 ? namespaces.join(", ") : `${namespaces.length} namespaces`;
}

/** Which namespaces the pages show; none ticked means all. */
export function NamespacePicker() {
  const { namespaces } = useScope();
  return (
    <Popover
      label="Namespaces"
      className="w-64 p-2"
      prefetch={load}
      trigger={
        <Button variant="picker" className="max-w-64 min-w-0">
          <Layers aria-hidden="true" />
          <span className="truncate">{summary(namespaces)}</span>
          <ChevronDown className="!size-3.5 text-text-3" aria-hidden="true" />
        </Button>
      }
    >
      <NamespaceList />
    </Popover>
  );
}
