import { stack } from "./stack";

/** A console and a token of it; by default the one that start-stack.ts started, and its bootstrap token. */
interface Door {
  url: string;
  token: string;
}

/** Calls Heddle's API as a script would. */
export async function api(
  path: string,
  init: RequestInit & { body?: string } = {},
  at: Door = stack,
): Promise<Response> {
  return fetch(`${at.url}/api/v1/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${at.token}`, "content-type": "application/json", ...init.headers },
  });
}

/** The JSON of a successful answer; throws with the body otherwise. */
export async function apiJson<T>(path: string, init: RequestInit & { body?: string } = {}, at: Door = stack) {
  const answer = await api(path, init, at);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${init.method ?? "GET"} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}
