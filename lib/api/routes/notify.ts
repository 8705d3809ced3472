import { z } from "zod";
import { NewNotifyTarget, NotifyTarget, NotifyTargetChange, NotifyTest } from "../../model/notify-target";
import { addTarget, listTargets, removeTarget, updateTarget } from "../../rollouts/notify/manage-targets";
import { testTarget } from "../../rollouts/notify/test-target";
import { defineRoute, type Route } from "../route";

export const notifyRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/notify-targets",
    summary: "Who is told of rollouts, and whether messages arrive. Never their secrets.",
    role: "admin",
    output: z.array(NotifyTarget),
    run: async ({ ctx }) => ({ body: await listTargets({ ctx }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/notify-targets",
    summary:
      "Adds a webhook (signed JSON) or a Slack webhook. Addresses in private networks are refused unless the console allows them.",
    role: "admin",
    body: NewNotifyTarget,
    output: NotifyTarget,
    errors: ["refused_by_policy"],
    run: async ({ ctx, body: input }) => ({ body: await addTarget({ ctx, input }), status: 201 }),
  }),
  defineRoute({
    method: "PUT",
    path: "/notify-targets/{id}",
    summary:
      "Changes a target: its name, what it is told of, whether it is told. Address and secret stay unless given.",
    role: "admin",
    params: z.object({ id: z.string().max(64) }),
    body: NotifyTargetChange,
    output: NotifyTarget,
    errors: ["not_found"],
    run: async ({ ctx, params, body }) => ({ body: await updateTarget({ ctx, input: { ...body, ...params } }) }),
  }),
  defineRoute({
    method: "DELETE",
    path: "/notify-targets/{id}",
    summary: "Removes a target and what was still on its way to it.",
    role: "admin",
    params: z.object({ id: z.string().max(64) }),
    output: z.null(),
    errors: ["not_found"],
    run: async ({ ctx, params: input }) => {
      await removeTarget({ ctx, input });
      return { body: null, status: 204 };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/notify-targets/{id}/test",
    summary: "Sends a message that says it is a test, once, and tells whether it arrived.",
    role: "admin",
    params: z.object({ id: z.string().max(64) }),
    output: NotifyTest,
    errors: ["not_found"],
    run: async ({ ctx, params: input }) => ({ body: await testTarget({ ctx, input }) }),
  }),
];
