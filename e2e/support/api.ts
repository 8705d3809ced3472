import { stack } from "./stack";

/** Calls Heddle's API as a script would, with the bootstrap token. */
export async function api(path: string, init: RequestInit & { body?: string } = {}): Promise<Response> {
  return fetch(`${stack.url}/api/v1/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json", ...init.headers },
  });
}

/** The JSON of a successful answer; throws with the body otherwise. */
export async function apiJson<T>(path: string, init: RequestInit & { body?: string } = {}): Promise<T> {
  const answer = await api(path, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${init.method ?? "GET"} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}
