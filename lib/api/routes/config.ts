import { z } from "zod";
import { applyConfig } from "../../changes/apply-config";
import { MOST_ITEMS } from "../../changes/change-input";
import { deleteConfig } from "../../changes/delete-config";
import { previewChange } from "../../changes/preview";
import { validateChange } from "../../changes/validate";
import { ChangeItem, ChangePreview } from "../../model/change";
import { ConfigKey, ConfigObject, ConfigRevision } from "../../model/config-object";
import { Finding } from "../../model/finding";
import { configHistory } from "../../queries/config-history";
import { configList } from "../../queries/config-list";
import { configObject } from "../../queries/config-object";
import { etagOf, wantedVersion } from "../etag";
import { prefersYaml } from "../prefers-yaml";
import { MeshParam } from "../query-params";
import { type Answer, defineRoute, type Route } from "../route";

const query = z.object({ mesh: MeshParam });
const writeQuery = z.object({ mesh: MeshParam, reason: z.string().max(2000).default("") });
const path = "/config/{group}/{version}/{plural}/{namespace}/{name}";

/** Items to look at: unlike those to push they need not say which version they saw. */
const ItemsBody = z.object({
  items: z
    .array(ChangeItem.extend({ resourceVersion: ChangeItem.shape.resourceVersion.optional() }))
    .min(1)
    .max(MOST_ITEMS),
});

/** YAML text as it is, the object as JSON (stored as such), or JSON with the text inside: { yaml }. */
const ObjectBody = z
  .union([z.string(), z.object({ yaml: z.string() }), z.looseObject({ kind: z.string() })])
  .transform((body) => {
    if (typeof body === "string") return body;
    return "kind" in body ? `${JSON.stringify(body, null, 2)}\n` : body.yaml;
  });

/** Content negotiation: the YAML exactly as written, or Heddle's JSON around it. */
function objectAnswer(
  object: ConfigObject,
  headers: Headers,
  extra: Record<string, string> = {},
): Answer<ConfigObject> {
  const yaml = prefersYaml(headers.get("accept"));
  return {
    body: object,
    headers: { etag: etagOf(object.resourceVersion), ...extra },
    ...(yaml ? { text: { contentType: "application/yaml", content: object.yaml } } : {}),
  };
}

export const configRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/config",
    summary: "Every object the control plane keeps; plural and namespace narrow it.",
    role: "viewer",
    query: query.extend({ plural: z.string().optional(), namespace: z.string().optional() }),
    output: z.array(ConfigObject),
    errors: ["not_found"],
    run: async ({ ctx, query: input }) => ({ body: await configList({ ctx, input }) }),
  }),
  defineRoute({
    method: "GET",
    path,
    summary: "One object: JSON, or the YAML exactly as written (Accept: application/yaml). ETag: its resourceVersion.",
    role: "viewer",
    params: ConfigKey,
    query,
    output: ConfigObject,
    errors: ["not_found"],
    run: async ({ ctx, params: key, query: { mesh }, headers }) =>
      objectAnswer(await configObject({ ctx, input: { mesh, key } }), headers),
  }),
  defineRoute({
    method: "PUT",
    path,
    summary:
      "Writes one object. If-Match with its ETag (or If-None-Match: *) makes sure that nobody else's write is lost: a stale one is 409 with the difference. The header x-heddle-change names the change whose way to the proxies can be watched.",
    role: "operator",
    params: ConfigKey,
    query: writeQuery,
    body: ObjectBody,
    yamlBody: true,
    output: ConfigObject,
    errors: ["conflict", "refused_by_policy", "too_large", "unsupported_media_type"],
    run: async ({ ctx, params: key, query: { mesh, reason }, body: yaml, headers }) => {
      const input = { mesh, key, yaml, reason, resourceVersion: wantedVersion(headers) };
      const { object, change, created } = await applyConfig({ ctx, input });
      return { ...objectAnswer(object, headers, { "x-heddle-change": change.id }), status: created ? 201 : 200 };
    },
  }),
  defineRoute({
    method: "DELETE",
    path,
    summary: "Deletes one object; If-Match as for PUT.",
    role: "operator",
    params: ConfigKey,
    query: writeQuery,
    output: z.null(),
    errors: ["not_found", "conflict", "refused_by_policy"],
    run: async ({ ctx, params: key, query: { mesh, reason }, headers }) => {
      const change = await deleteConfig({ ctx, input: { mesh, key, reason, resourceVersion: wantedVersion(headers) } });
      return { body: null, status: 204, headers: { "x-heddle-change": change.id } };
    },
  }),
  defineRoute({
    method: "GET",
    path: `${path}/history`,
    summary: "Every revision of one object, newest first.",
    role: "viewer",
    params: ConfigKey,
    query,
    output: z.array(ConfigRevision),
    errors: ["not_found"],
    run: async ({ ctx, params: key, query: { mesh } }) => ({
      body: await configHistory({ ctx, input: { mesh, key } }),
    }),
  }),
  defineRoute({
    method: "POST",
    path: "/config/validate",
    summary: "What would be said about these objects if they were pushed now. Changes nothing.",
    role: "viewer",
    query,
    body: ItemsBody,
    output: z.object({ findings: z.array(Finding) }),
    errors: ["too_large", "unsupported_media_type"],
    run: async ({ ctx, query: { mesh }, body: { items } }) => ({
      body: await validateChange({ ctx, input: { mesh, items } }),
    }),
  }),
  defineRoute({
    method: "POST",
    path: "/config/preview",
    summary: "What a change would do: difference, effect in words, findings, whom it reaches. Changes nothing.",
    role: "viewer",
    query,
    body: ItemsBody,
    output: ChangePreview,
    errors: ["too_large", "unsupported_media_type"],
    run: async ({ ctx, query: { mesh }, body: { items } }) => ({
      body: await previewChange({ ctx, input: { mesh, items } }),
    }),
  }),
];
