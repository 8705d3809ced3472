"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Layers, Search } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { servicesQuery, workloadsQuery } from "@/lib/client/queries/services";
import { useScope } from "@/lib/client/use-scope";

const FILTER_FROM = 8;

function useNamespaces(mesh: string, chosen: readonly string[]): string[] {
  const workloads = useQuery(workloadsQuery(mesh));
  const services = useQuery(servicesQuery(mesh));
  const names = new Set<string>(chosen);
  for (const workload of workloads.data ?? []) names.add(workload.namespace);
  for (const service of services.data ?? []) names.add(service.namespace);
  names.delete("");
  return [...names].sort();
}

function summary(namespaces: readonly string[] | null): string {
  if (!namespaces) return "All namespaces";
  return namespaces.length <= 2 ? namespaces.join(", ") : `${namespaces.length} namespaces`;
}

/** Which namespaces the pages show; none ticked means all. */
export function NamespacePicker() {
  const { mesh, namespaces, setScope } = useScope();
  const [find, setFind] = useState("");
  const all = useNamespaces(mesh, namespaces ?? []);
  const shown = all.filter((name) => name.includes(find.trim().toLowerCase()));
  const toggle = (name: string, on: boolean) => {
    const next = on ? [...(namespaces ?? []), name] : (namespaces ?? []).filter((n) => n !== name);
    setScope({ ns: next.length > 0 ? next.sort() : null });
  };
  return (
    <Popover
      label="Namespaces"
      className="w-64 p-2"
      trigger={
        <Button variant="picker" className="max-w-64 min-w-0">
          <Layers aria-hidden="true" />
          <span className="truncate">{summary(namespaces)}</span>
          <ChevronDown className="!size-3.5 text-text-3" aria-hidden="true" />
        </Button>
      }
    >
      {all.length >= FILTER_FROM ? (
        <Input
          small
          icon={<Search aria-hidden="true" />}
          aria-label="Filter namespaces"
          placeholder="Filter"
          value={find}
          onChange={(event) => setFind(event.target.value)}
          className="mb-1.5"
        />
      ) : null}
      <ul className="max-h-80 overflow-y-auto">
        {shown.map((name) => (
          <li key={name} className="rounded-1 px-1.5 hover:bg-surface-3">
            <Checkbox
              className="h-8 w-full"
              label={name}
              checked={namespaces?.includes(name) ?? false}
              onChange={(on) => toggle(name, on)}
            />
          </li>
        ))}
      </ul>
      {all.length === 0 ? <p className="px-1.5 py-1 text-text-3">No namespace is known yet.</p> : null}
      {all.length > 0 && shown.length === 0 ? (
        <p className="px-1.5 py-1 text-text-3">None of {all.length} matches.</p>
      ) : null}
      <div className="mt-1 border-t border-border-1 pt-1.5">
        <Button
          variant="ghost"
          size="small"
          onClick={() => setScope({ ns: null })}
          disabled={namespaces === null}
          className="w-full justify-start"
        >
          Show all namespaces
        </Button>
      </div>
    </Popover>
  );
}
