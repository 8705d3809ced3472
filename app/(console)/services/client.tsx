"use client";

import { useQueryStates } from "nuqs";
import { ServicesView } from "@/components/policies/services-view";
import { ListFilter } from "@/components/shell/list-filter";
import { PageBar } from "@/components/shell/page-bar";
import { servicesParams } from "./search-params";

const SHOWS = [
  { value: "all", label: "All" },
  { value: "trouble", label: "In trouble" },
  { value: "split", label: "Split" },
] as const;

export function ServicesClient() {
  const [params, setParams] = useQueryStates(servicesParams, { history: "replace" });
  return (
    <>
      <PageBar title="Services">
        <ListFilter
          one="a service"
          which="Which services"
          shows={SHOWS}
          value={params}
          onChange={(change) => void setParams(change)}
        />
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto p-4 max-sm:p-3">
        <ServicesView filter={params} onClear={() => void setParams({ q: null, show: null })} />
      </div>
    </>
  );
}
