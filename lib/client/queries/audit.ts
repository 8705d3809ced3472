import { infiniteQueryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { AuditEntry } from "../../model/audit-entry";
import { apiFetch } from "../api-fetch";

export const AUDIT_PAGE = 100;

/** Who did what, newest first, a page at a time. */
export const auditQuery = (filter: { action?: string; actor?: string; target?: string }) =>
  infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ signal, pageParam }) =>
      apiFetch(z.array(AuditEntry), "audit", { signal, query: { ...filter, before: pageParam, limit: AUDIT_PAGE } }),
    initialPageParam: "",
    getNextPageParam: (page: AuditEntry[]) => (page.length < AUDIT_PAGE ? undefined : page[page.length - 1]?.id),
  });
