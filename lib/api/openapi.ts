import { z } from "zod";
import { ErrorBody, type ErrorCode } from "../model/error-code";
import { ERROR_STATUS } from "./error-status";
import { isMutation, type Route } from "./route";
import { SchemaBook } from "./schema-book";

type Json = Record<string, unknown>;

/** The API as OpenAPI 3.1, whose schemas are JSON Schema 2020-12: made from the same zod schemas that parse the calls. */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const book = new SchemaBook();
  const error = book.schema(ErrorBody, "output");
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, book, error) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Heddle",
      version,
      description:
        "The console of a service mesh: see, trace and steer it. Times are ISO 8601, units are in the names.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        cookie: { type: "apiKey", in: "cookie", name: "heddle_session" },
      },
      schemas: book.components(),
    },
  };
}

function operation(route: Route, book: SchemaBook, error: Json): Json {
  const body = route.body ? book.schema(route.body, "input") : null;
  return {
    operationId: operationId(route),
    summary: route.summary,
    ...(route.role === null ? { security: [] } : { description: `Takes the role ${route.role}.` }),
    parameters: [
      ...parameters(route.params, "path", book),
      ...parameters(route.query, "query", book),
      ...(isMutation(route.method) ? [CSRF_PARAMETER] : []),
    ],
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              "application/json": { schema: body },
              ...(route.yamlBody ? { "application/yaml": { schema: { type: "string" } } } : {}),
            },
          },
        }
      : {}),
    responses: { ...success(route, book), ...failures(route, error) },
  };
}

const CSRF_PARAMETER = {
  name: "x-heddle-csrf",
  in: "header",
  required: false,
  description: "csrfToken of GET /session; needed with the session cookie, not with a bearer token",
  schema: { type: "string" },
};

function success(route: Route, book: SchemaBook): Json {
  if (route.output instanceof z.ZodNull) return { "204": { description: "Done." } };
  const content = { "application/json": { schema: book.schema(route.output, "output") } };
  return { "2XX": { description: "Done.", content } };
}

function failures(route: Route, error: Json): Json {
  const codes = new Set<ErrorCode>([...route.errors, "invalid_input", "internal", "unavailable"]);
  if (route.role !== null)
    for (const code of ["unauthenticated", "forbidden", "rate_limited"] as const) codes.add(code);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(ERROR_STATUS[code], [...(byStatus.get(ERROR_STATUS[code]) ?? []), code]);
  const content = { "application/json": { schema: error } };
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [String(status), { description: names.join(", "), content }]),
  );
}

function parameters(schema: z.ZodType | null, where: "path" | "query", book: SchemaBook): Json[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, part]) => {
    const json = book.schema(part, "input");
    return {
      name,
      in: where,
      required: where === "path" || !part.safeParse(undefined).success,
      ...(typeof json.description === "string" ? { description: json.description } : {}),
      schema: json,
    };
  });
}

/** "GET /traces/{id}" -> getTracesId. */
function operationId({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z]+/).filter(Boolean);
  return method.toLowerCase() + words.map((word) => (word[0] ?? "").toUpperCase() + word.slice(1)).join("");
}
