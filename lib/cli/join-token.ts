import { CreatedJoinToken } from "@/lib/model/join-token";
import { apiCall } from "./api-call";
import type { CliSettings } from "./settings";

/** Asks the console for a join token of one workload, and for what the bootstrap must trust on the xDS port. */
export function fetchJoinToken(
  settings: CliSettings,
  wanted: {
    namespace: string;
    workload: string;
    name?: string | undefined;
    serviceAccount?: string | undefined;
    maxProxies?: number | undefined;
    expiresInMinutes?: number | undefined;
  },
  mesh?: string,
): Promise<CreatedJoinToken> {
  const body = JSON.stringify({ name: "heddle bootstrap", ...wanted });
  const query = mesh === undefined ? "" : `?${new URLSearchParams({ mesh })}`;
  return apiCall(settings, `join-tokens${query}`, CreatedJoinToken, { method: "POST", body });
}
