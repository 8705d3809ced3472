import type { z } from "zod";
import { ErrorBody } from "@/lib/model/error-code";
import { HeddleError } from "@/lib/model/heddle-error";
import type { CliSettings } from "./settings";

interface Call {
  method?: string;
  body?: string;
  contentType?: string;
  headers?: Record<string, string>;
}

async function send({ server, token }: CliSettings, path: string, call: Call): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json", ...call.headers };
  if (token) headers.authorization = `Bearer ${token}`;
  if (call.body !== undefined) headers["content-type"] = call.contentType ?? "application/json";
  try {
    return await fetch(`${server}/api/v1/${path}`, { method: call.method ?? "GET", headers, body: call.body });
  } catch (cause) {
    throw new HeddleError("unavailable", {
      what: `No answer from ${server}.`,
      why: cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause),
      next: "Check that Heddle runs there, or name it with --server or HEDDLE_URL.",
      cause,
    });
  }
}

function refusal(status: number, text: string): HeddleError {
  try {
    const { error } = ErrorBody.parse(JSON.parse(text));
    return new HeddleError(error.code, error);
  } catch {
    return new HeddleError("internal", {
      what: `The server answered ${status}.`,
      why: text.slice(0, 300) || "It sent no reason.",
      next: "Check that the address is Heddle's console.",
    });
  }
}

/** One call of Heddle's API, its JSON parsed by `schema`; null for an answer without a body. Throws HeddleError with the server's own words. */
export async function apiCall<T>(
  settings: CliSettings,
  path: string,
  schema: z.ZodType<T>,
  call: Call = {},
): Promise<T> {
  const answer = await send(settings, path, call);
  const text = await answer.text();
  if (!answer.ok) throw refusal(answer.status, text);
  return schema.parse(text === "" ? null : JSON.parse(text));
}

/** The body of a call that is taken as it comes, e.g. a download. Throws as apiCall does. */
export async function apiStream(settings: CliSettings, path: string): Promise<ReadableStream<Uint8Array>> {
  const answer = await send(settings, path, {});
  if (!answer.ok) throw refusal(answer.status, await answer.text());
  return answer.body ?? new Blob([]).stream();
}
