import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { type ConfigKey, ConfigRevision } from "../../model/config-object";
import { apiFetch } from "../api-fetch";

/** `config/{group}/{version}/{plural}/{namespace}/{name}` below /api/v1/. */
function configPath(key: ConfigKey): string {
  return ["config", key.group, key.version, key.plural, key.namespace, key.name].map(encodeURIComponent).join("/");
}

/** Every revision of one object, newest first. */
export const configHistoryQuery = (mesh: string, key: ConfigKey) =>
  queryOptions({
    queryKey: ["config-history", mesh, key],
    queryFn: ({ signal }) =>
      apiFetch(z.array(ConfigRevision), `${configPath(key)}/history`, { signal, query: { mesh } }),
    enabled: mesh !== "",
  });
