import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { ApiError } from "./api-error";
import { apiFetch, apiUrl, rememberCsrf } from "./api-fetch";

const Thing = z.object({ name: z.string() });
const fetchMock = vi.fn<typeof fetch>();

function answer(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

function refusal(code: string, status: number): Response {
  const error = { code, what: "No.", why: "Because.", next: "Ask.", traceId: "ab12", details: { current: null } };
  return answer({ error }, status);
}

async function caught(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error("no ApiError was thrown");
  return error;
}

describe("api fetch", () => {
  beforeEach(() => {
    fetchMock.mockReset();
    vi.stubGlobal("fetch", fetchMock);
    rememberCsrf("csrf-1");
  });
  afterEach(() => vi.unstubAllGlobals());

  it("asks below /api/v1 without empty values, and parses the answer", async () => {
    fetchMock.mockResolvedValueOnce(answer({ name: "reviews" }));
    await expect(
      apiFetch(Thing, "things", { query: { mesh: "local", at: undefined, tags: "", on: false } }),
    ).resolves.toEqual({
      name: "reviews",
    });
    expect(fetchMock.mock.calls[0]?.[0]).toBe("/api/v1/things?mesh=local");
    expect(apiUrl("traces", { tags: "a=1 b=2" })).toBe("/api/v1/traces?tags=a%3D1+b%3D2");
  });

  it("sends the session's token with what changes something, and only then", async () => {
    fetchMock.mockImplementation(async () => answer({ name: "x" }));
    await apiFetch(Thing, "things", { method: "POST", body: { a: 1 } });
    await apiFetch(Thing, "things");
    const [post, get] = fetchMock.mock.calls.map(([, init]) => new Headers(init?.headers));
    expect(post?.get("x-heddle-csrf")).toBe("csrf-1");
    expect(post?.get("content-type")).toBe("application/json");
    expect(get?.get("x-heddle-csrf")).toBeNull();
  });

  it("gives the server's own words when it refuses", async () => {
    fetchMock.mockResolvedValueOnce(refusal("conflict", 409));
    const error = await caught(apiFetch(Thing, "things"));
    expect(error).toMatchObject({ code: "conflict", status: 409, what: "No.", next: "Ask.", traceId: "ab12" });
    expect(error.details).toEqual({ current: null });
  });

  it("asks for a fresh token after a refusal of the old one", async () => {
    const session = {
      actor: { kind: "user", id: "a", name: "a", roles: ["admin"], namespaces: null },
      csrfToken: "csrf-2",
      mesh: "local",
      meshes: ["local"],
      publicUrl: "http://127.0.0.1:3000",
    };
    fetchMock.mockResolvedValueOnce(refusal("forbidden", 403));
    await caught(apiFetch(Thing, "things", { method: "POST", body: {} }));
    fetchMock.mockResolvedValueOnce(answer(session)).mockResolvedValueOnce(answer({ name: "x" }));
    await apiFetch(Thing, "things", { method: "POST", body: {} });
    expect(new Headers(fetchMock.mock.calls[2]?.[1]?.headers).get("x-heddle-csrf")).toBe("csrf-2");
  });

  it("tells an unreachable console, a strange answer and a page of HTML apart", async () => {
    fetchMock.mockRejectedValueOnce(new TypeError("fetch failed"));
    expect(await caught(apiFetch(Thing, "things"))).toMatchObject({ code: "unavailable", status: 0 });
    fetchMock.mockResolvedValueOnce(answer({ name: 7 }));
    expect(await caught(apiFetch(Thing, "things"))).toMatchObject({ code: "internal", status: 200 });
    fetchMock.mockResolvedValueOnce(new Response("<html>", { status: 502, statusText: "Bad Gateway" }));
    expect(await caught(apiFetch(Thing, "things"))).toMatchObject({
      code: "unavailable",
      status: 502,
      why: "Bad Gateway",
    });
  });

  it("takes an answer without a body", async () => {
    fetchMock.mockResolvedValueOnce(new Response(null, { status: 204 }));
    await expect(apiFetch(z.null(), "tokens/1", { method: "DELETE" })).resolves.toBeNull();
  });
});
