import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { AuditEntry, AuditHead, AuditVerification } from "../../model/audit-entry";
import { apiFetch, apiUrl } from "../api-fetch";

export const AUDIT_PAGE = 100;

/** What the audit log can be asked for; parts of words. `from`, `to`: unix seconds. */
export interface AuditSearch {
  actor?: string;
  action?: string;
  target?: string;
  namespace?: string;
  outcome?: string;
  from?: number;
  to?: number;
}

/** Who did what, newest first, a page at a time. */
export const auditQuery = (filter: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ signal, pageParam }) =>
      apiFetch(z.array(AuditEntry), "audit", { signal, query: { ...filter, before: pageParam, limit: AUDIT_PAGE } }),
    initialPageParam: "",
    getNextPageParam: (page: AuditEntry[]) =>
      page.length < AUDIT_PAGE ? undefined : page[page.length - 1]?.seq.toString(),
  });

/** Where the chain ends. */
export const auditHeadQuery = () =>
  queryOptions({
    queryKey: ["audit-head"],
    queryFn: ({ signal }) => apiFetch(AuditHead, "audit/head", { signal }),
  });

/** Walks the chain on the server. */
export function verifyAudit(): Promise<AuditVerification> {
  return apiFetch(AuditVerification, "audit/verify");
}

/** The address of a download of what a search finds. */
export function auditExportUrl(filter: AuditSearch, format: "ndjson" | "csv"): string {
  return apiUrl("audit/export", { ...filter, format });
}
