import type { z } from "zod";
import type { Ctx } from "../identity/ctx";
import type { Role } from "../model/actor";
import type { ErrorCode } from "../model/error-code";
import type { SessionRow } from "../store/identity-stores";
import type { ConsoleContext } from "./console-context";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/**
 * What goes out besides the body. `text` and `stream` are sent as they are instead of JSON, with their content type; a redirect is status 303
 * and a `location`.
 */
export interface Answer<O> {
  body: O;
  status?: 200 | 201 | 204 | 303;
  headers?: Record<string, string>;
  cookies?: string[];
  stream?: { contentType: string; content: ReadableStream<Uint8Array> };
  text?: { contentType: string; content: string };
}

/** What a route gets: who asks, the parsed parts of the call, and the call itself. */
export interface Call<P, Q, B> {
  ctx: Ctx;
  console: ConsoleContext;
  session: SessionRow | null;
  params: P;
  query: Q;
  body: B;
  headers: Headers;
}

/**
 * A route as a value: handle() serves it, openapi.ts describes it, a test walks all of them. `path` is below /api/v1, variables as {name}.
 * `role`: the least role that may call; null: anyone. Namespace rights are the verb's to check.
 */
export interface Route {
  method: Method;
  path: string;
  summary: string;
  role: Role | null;
  /** begins a session: a session the browser has already neither helps nor hinders, so its CSRF token is not asked for; the origin is */
  signsIn: boolean;
  params: z.ZodType | null;
  query: z.ZodType | null;
  body: z.ZodType | null;
  /** true: the body may also be YAML text, handed over as a string */
  yamlBody: boolean;
  output: z.ZodType;
  errors: readonly ErrorCode[];
  run(call: Call<unknown, unknown, unknown>): Promise<Answer<unknown>>;
}

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;

/** Checks a route's types where it is written, then forgets them so that all routes fit one list. */
export function defineRoute<
  O extends z.ZodType,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(route: {
  method: Method;
  path: string;
  summary: string;
  role: Role | null;
  signsIn?: boolean;
  params?: P;
  query?: Q;
  body?: B;
  yamlBody?: boolean;
  output: O;
  errors?: readonly ErrorCode[];
  run(call: Call<Out<P>, Out<Q>, Out<B>>): Promise<Answer<z.input<O>>>;
}): Route {
  const { params, query, body, yamlBody, errors, signsIn, run, ...rest } = route;
  return {
    ...rest,
    signsIn: signsIn ?? false,
    params: params ?? null,
    query: query ?? null,
    body: body ?? null,
    yamlBody: yamlBody ?? false,
    errors: errors ?? [],
    run: (call) => run(call as Call<Out<P>, Out<Q>, Out<B>>),
  };
}

export function isMutation(method: string): boolean {
  return method !== "GET" && method !== "HEAD";
}
