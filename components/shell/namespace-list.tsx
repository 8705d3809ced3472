"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { servicesQuery, workloadsQuery } from "@/lib/client/queries/services";
import { useScope } from "@/lib/client/use-scope";

const FILTER_FROM = 8;

function useNamespaces(mesh: string, chosen: readonly string[]): { names: string[]; pending: boolean } {
  const workloads = useQuery(workloadsQuery(mesh));
  const services = useQuery(servicesQuery(mesh));
  const names = new Set<string>(chosen);
  for (const workload of workloads.data ?? []) names.add(workload.namespace);
  for (const service of services.data ?? []) names.add(service.namespace);
  names.delete("");
  return { names: [...names].sort(), pending: workloads.isPending || services.isPending };
}

/** What the namespace picker opens: those that are known, ticked where they are shown. */
export function NamespaceList() {
  const { mesh, namespaces, setScope } = useScope();
  const [find, setFind] = useState("");
  const { names: all, pending } = useNamespaces(mesh, namespaces ?? []);
  const shown = all.filter((name) => name.includes(find.trim().toLowerCase()));
  const toggle = (name: string, on: boolean) => {
    const next = on ? [...(namespaces ?? []), name] : (namespaces ?? []).filter((n) => n !== name);
    setScope({ ns: next.length > 0 ? next.sort() : null });
  };
  return (
    <>
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
      {all.length === 0 ? (
        <p className="px-1.5 py-1 text-text-3">{pending ? "Asking for them…" : "No namespace is known yet."}</p>
      ) : null}
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
    </>
  );
}
