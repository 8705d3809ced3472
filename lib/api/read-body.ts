import { HeddleError } from "../model/heddle-error";

/** The longest body of an API call. A change of many objects fits; telemetry does not come this way. */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;

const YAML_TYPES = new Set(["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"]);

/**
 * The body of a call: parsed JSON, or text when it is YAML and the route takes that. An empty body is undefined.
 * Throws `too_large`, `unsupported_media_type` or `invalid_input`. Never reads past the limit.
 */
export async function readBody(request: Request, options: { yaml: boolean }): Promise<unknown> {
  const contentType = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const text = await readText(request);
  if (text === "") return undefined;
  if (contentType === "application/json" || contentType.endsWith("+json")) return parseJson(text);
  if (options.yaml && YAML_TYPES.has(contentType)) return text;
  throw new HeddleError("unsupported_media_type", {
    what: contentType ? `Bodies of type ${contentType} are not read here.` : "The body's type is not said.",
    why: `This address takes application/json${options.yaml ? " and application/yaml" : ""}.`,
    next: "Set the content-type header.",
  });
}

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const reader = request.body?.getReader();
  if (!reader) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(part.value);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw notReadable("It is not UTF-8 text.", cause);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notReadable(cause instanceof Error ? cause.message : "It is not JSON.", cause);
  }
}

function notReadable(why: string, cause: unknown): HeddleError {
  return new HeddleError("invalid_input", {
    what: "The body cannot be read.",
    why,
    next: "Send well-formed text in the type the content-type header names.",
    cause,
  });
}

function tooLarge(): HeddleError {
  return new HeddleError("too_large", {
    what: "The body is too large.",
    why: `At most ${MAX_BODY_BYTES / 1024 / 1024} MiB are read.`,
    next: "Split it into several calls.",
  });
}
