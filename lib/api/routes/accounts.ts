import { z } from "zod";
import { changePassword } from "../../identity/accounts/change-password";
import { createPerson } from "../../identity/accounts/create-person";
import { invitePerson } from "../../identity/accounts/invite-person";
import { listPeople } from "../../identity/accounts/list-people";
import { makeOwnAccount, readAccount } from "../../identity/accounts/make-own-account";
import { updatePerson } from "../../identity/accounts/update-person";
import { PasswordText } from "../../identity/passwords/password-rules";
import { endSession, endSessionsOf } from "../../identity/sessions/end-sessions";
import { listSessions } from "../../identity/sessions/list-sessions";
import { createToken } from "../../identity/tokens/create-token";
import { listTokens } from "../../identity/tokens/list-tokens";
import { revokeToken } from "../../identity/tokens/revoke-token";
import { ApiToken, CreatedApiToken, NewApiToken } from "../../model/api-token";
import { Account, InvitationLink, InvitedPerson, NewPerson, Person, PersonChange, Session } from "../../model/person";
import { SessionInfo } from "../../model/session-info";
import { invitationLink } from "../invitation-link";
import { defineRoute, type Route } from "../route";
import { localAccounts } from "../sign-in-ways";
import { signedIn, visitorOf } from "../signed-in";

const IdParams = z.object({ id: z.string().max(64) });

const own: Route[] = [
  defineRoute({
    method: "GET",
    path: "/account",
    summary: "The account of who asks.",
    role: "viewer",
    output: Account,
    run: async ({ ctx, session }) => ({ body: await readAccount({ ctx, session }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/account",
    summary: "Makes a local account for who came by an administrator's sign-in link; begins a session of it.",
    role: "viewer",
    body: z.object({ login: NewPerson.shape.login, name: NewPerson.shape.name, password: PasswordText }),
    output: SessionInfo,
    errors: ["conflict"],
    run: async (call) => {
      const input = { ...call.body, ...visitorOf(call) };
      const deps = { ...localAccounts(call.console), session: call.session };
      return signedIn(call, await makeOwnAccount({ ctx: call.ctx, input, deps }));
    },
  }),
  defineRoute({
    method: "PUT",
    path: "/account/password",
    summary: "Changes one's own password; every other session of the account ends.",
    role: "viewer",
    body: z.object({ current: PasswordText, password: PasswordText }),
    output: SessionInfo,
    errors: ["conflict", "rate_limited"],
    run: async (call) => {
      const input = { ...call.body, ...visitorOf(call) };
      const deps = { ...localAccounts(call.console), session: call.session };
      return signedIn(call, await changePassword({ ctx: call.ctx, input, deps }));
    },
  }),
  defineRoute({
    method: "GET",
    path: "/sessions",
    summary: "Where one is signed in; person: of somebody else, for administrators.",
    role: "viewer",
    query: z.object({ person: z.string().max(64).optional() }),
    output: z.array(Session),
    run: async ({ ctx, query: input, session }) => ({ body: await listSessions({ ctx, input, session }) }),
  }),
  defineRoute({
    method: "DELETE",
    path: "/sessions",
    summary: "Ends every session of one's own but this one; gives their number.",
    role: "viewer",
    output: z.object({ ended: z.number().int() }),
    run: async ({ ctx, session }) => ({
      body: { ended: await endSessionsOf({ ctx, input: { person: null }, session }) },
    }),
  }),
  defineRoute({
    method: "DELETE",
    path: "/sessions/{id}",
    summary: "Ends a session at once: one's own, or anybody's for administrators.",
    role: "viewer",
    params: IdParams,
    output: z.null(),
    errors: ["not_found"],
    run: async ({ ctx, params: input, session }) => {
      await endSession({ ctx, input, session });
      return { body: null, status: 204 };
    },
  }),
];

const tokens: Route[] = [
  defineRoute({
    method: "GET",
    path: "/tokens",
    summary: "API tokens, without their secrets: all of them for administrators, else one's own.",
    role: "viewer",
    output: z.array(ApiToken),
    run: async ({ ctx }) => ({ body: await listTokens({ ctx }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/tokens",
    summary:
      "Makes an API token within one's own rights; its secret is in this answer and nowhere else afterwards. A person's token acts for the person.",
    role: "viewer",
    body: NewApiToken,
    output: CreatedApiToken,
    run: async ({ ctx, body }) => ({ body: await createToken({ ctx, input: body }), status: 201 }),
  }),
  defineRoute({
    method: "DELETE",
    path: "/tokens/{id}",
    summary: "Ends an API token at once: one's own, or anybody's for administrators.",
    role: "viewer",
    params: IdParams,
    output: z.null(),
    errors: ["not_found"],
    run: async ({ ctx, params }) => {
      await revokeToken({ ctx, input: params });
      return { body: null, status: 204 };
    },
  }),
];

const people: Route[] = [
  defineRoute({
    method: "GET",
    path: "/people",
    summary: "Everybody with an account, and their rights.",
    role: "admin",
    output: z.array(Person),
    run: async ({ ctx }) => ({ body: await listPeople({ ctx }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/people",
    summary: "Makes a local account; the one-time link in the answer sets its password.",
    role: "admin",
    body: NewPerson,
    output: InvitedPerson,
    errors: ["conflict"],
    run: async ({ ctx, console, body }) => {
      localAccounts(console);
      const { person, invitation } = await createPerson({ ctx, input: body });
      return { body: { person, invitation: invitationLink(console, invitation) }, status: 201 };
    },
  }),
  defineRoute({
    method: "PUT",
    path: "/people/{id}",
    summary: "Changes a person's name, rights, or whether they may sign in; acts at once, on open pages too.",
    role: "admin",
    params: IdParams,
    body: PersonChange,
    output: Person,
    errors: ["not_found", "conflict"],
    run: async ({ ctx, params, body }) => ({ body: await updatePerson({ ctx, input: { ...body, ...params } }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/people/{id}/invitation",
    summary: "Makes a fresh one-time link that sets a person's password; older ones end.",
    role: "admin",
    params: IdParams,
    output: InvitationLink,
    errors: ["not_found", "conflict"],
    run: async ({ ctx, console, params }) => ({
      body: invitationLink(console, await invitePerson({ ctx, input: params })),
      status: 201,
    }),
  }),
  defineRoute({
    method: "DELETE",
    path: "/people/{id}/sessions",
    summary: "Ends every session of a person, on open pages at once; gives their number.",
    role: "admin",
    params: IdParams,
    output: z.object({ ended: z.number().int() }),
    run: async ({ ctx, params, session }) => ({
      body: { ended: await endSessionsOf({ ctx, input: { person: params.id }, session }) },
    }),
  }),
];

export const accountRoutes: Route[] = [...own, ...tokens, ...people];
