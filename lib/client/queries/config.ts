import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { type ConfigKey, ConfigObject, ConfigRevision } from "../../model/config-object";
import { ApiError } from "../api-error";
import { apiFetch } from "../api-fetch";

/** `config/{group}/{version}/{plural}/{namespace}/{name}` below /api/v1/. */
export function configPath(key: ConfigKey): string {
  return ["config", key.group, key.version, key.plural, key.namespace, key.name].map(encodeURIComponent).join("/");
}

/** One stored object, its YAML exactly as written; null when there is none. */
export const configQuery = (mesh: string, key: ConfigKey) =>
  queryOptions({
    queryKey: ["config", mesh, key],
    queryFn: async ({ signal }): Promise<ConfigObject | null> => {
      try {
        return await apiFetch(ConfigObject, configPath(key), { signal, query: { mesh } });
      } catch (error) {
        if (error instanceof ApiError && error.code === "not_found") return null;
        throw error;
      }
    },
    enabled: mesh !== "",
  });

/** Every revision of one object, newest first. */
export const configHistoryQuery = (mesh: string, key: ConfigKey) =>
  queryOptions({
    queryKey: ["config-history", mesh, key],
    queryFn: ({ signal }) =>
      apiFetch(z.array(ConfigRevision), `${configPath(key)}/history`, { signal, query: { mesh } }),
    enabled: mesh !== "",
  });
