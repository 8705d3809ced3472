"use client";

import { Search } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useRef } from "react";
import { ServicesView } from "@/components/policies/services-view";
import { PageBar } from "@/components/shell/page-bar";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Segmented } from "@/components/ui/segmented";
import { useKeys } from "@/lib/client/keys";
import { servicesParams } from "./search-params";

const SHOWS = [
  { value: "all", label: "All" },
  { value: "trouble", label: "In trouble" },
  { value: "split", label: "Split" },
] as const;

export function ServicesClient() {
  const [params, setParams] = useQueryStates(servicesParams, { history: "replace" });
  const field = useRef<HTMLInputElement>(null);
  useKeys([{ keys: "/", label: "Find a service", group: "This page", run: () => field.current?.focus() }]);
  return (
    <>
      <PageBar title="Services">
        <Segmented
          label="Which services"
          value={params.show}
          options={SHOWS}
          onChange={(show) => void setParams({ show })}
          small
        />
        <Input
          ref={field}
          small
          aria-label="Find a service"
          placeholder="Find a service"
          icon={<Search aria-hidden="true" />}
          after={<Kbd>/</Kbd>}
          value={params.q}
          onChange={(event) => void setParams({ q: event.target.value })}
          className="w-60 max-sm:w-full"
        />
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto p-4 max-sm:p-3">
        <ServicesView filter={params} onClear={() => void setParams({ q: null, show: null })} />
      </div>
    </>
  );
}
