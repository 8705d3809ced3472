import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import {
  Account,
  InvitationFacts,
  InvitationLink,
  InvitedPerson,
  type NewPerson,
  Person,
  type PersonChange,
  Session,
  SignInWays,
} from "../../model/person";
import { SessionInfo } from "../../model/session-info";
import { apiFetch, rememberCsrf } from "../api-fetch";

const one = encodeURIComponent;

/** Everybody with an account. */
export const peopleQuery = () =>
  queryOptions({ queryKey: ["people"], queryFn: ({ signal }) => apiFetch(z.array(Person), "people", { signal }) });

/** Who I am. */
export const accountQuery = () =>
  queryOptions({ queryKey: ["account"], queryFn: ({ signal }) => apiFetch(Account, "account", { signal }) });

/** Where I am signed in, or where somebody else is. */
export const sessionsQuery = (person?: string) =>
  queryOptions({
    queryKey: ["sessions", person ?? ""],
    queryFn: ({ signal }) => apiFetch(z.array(Session), "sessions", { signal, query: { person } }),
  });

/** Asked before anybody is signed in. */
export const signInWaysQuery = () =>
  queryOptions({
    queryKey: ["sign-in-ways"],
    queryFn: ({ signal }) => apiFetch(SignInWays, "sign-in-ways", { signal, keepOn401: true }),
  });

async function begin(path: string, body?: unknown): Promise<SessionInfo> {
  const session = await apiFetch(SessionInfo, path, { method: "POST", body, keepOn401: true });
  rememberCsrf(session.csrfToken);
  return session;
}

export const signInByLink = (token: string) => begin("session", { token });
export const signInByPassword = (input: { login: string; password: string }) => begin("session/password", input);
export const signInByProxy = () => begin("session/proxy");
export const acceptInvitation = (input: { token: string; password: string }) => begin("session/invitation", input);

/** Whom an invitation is for. */
export function lookAtInvitation(token: string): Promise<InvitationFacts> {
  return apiFetch(InvitationFacts, "session/invitation/look", { method: "POST", body: { token }, keepOn401: true });
}

/** A new session comes with each of these, so its CSRF token is kept. */
async function renew(method: "POST" | "PUT", path: string, body: unknown): Promise<SessionInfo> {
  const session = await apiFetch(SessionInfo, path, { method, body });
  rememberCsrf(session.csrfToken);
  return session;
}

export const makeAccount = (input: { login: string; name: string; password: string }) =>
  renew("POST", "account", input);
export const changePassword = (input: { current: string; password: string }) => renew("PUT", "account/password", input);

export function createPerson(input: NewPerson): Promise<InvitedPerson> {
  return apiFetch(InvitedPerson, "people", { method: "POST", body: input });
}

export function updatePerson(id: string, change: PersonChange): Promise<Person> {
  return apiFetch(Person, `people/${one(id)}`, { method: "PUT", body: change });
}

export function invitePerson(id: string): Promise<InvitationLink> {
  return apiFetch(InvitationLink, `people/${one(id)}/invitation`, { method: "POST" });
}

const Ended = z.object({ ended: z.number() });

export async function endSession(id: string): Promise<void> {
  await apiFetch(z.unknown(), `sessions/${one(id)}`, { method: "DELETE" });
}

/** Ends my other sessions, or all of somebody else's; gives their number. */
export async function endSessionsOf(person?: string): Promise<number> {
  const path = person === undefined ? "sessions" : `people/${one(person)}/sessions`;
  return (await apiFetch(Ended, path, { method: "DELETE" })).ended;
}
