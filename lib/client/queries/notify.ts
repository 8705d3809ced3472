import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { type NewNotifyTarget, NotifyTarget, type NotifyTargetChange, NotifyTest } from "../../model/notify-target";
import { apiFetch } from "../api-fetch";

const one = (id: string) => `notify-targets/${encodeURIComponent(id)}`;

/** Who is told of rollouts, without secrets. */
export const notifyTargetsQuery = () =>
  queryOptions({
    queryKey: ["notify-targets"],
    queryFn: ({ signal }) => apiFetch(z.array(NotifyTarget), "notify-targets", { signal }),
  });

export function addNotifyTarget(input: NewNotifyTarget): Promise<NotifyTarget> {
  return apiFetch(NotifyTarget, "notify-targets", { method: "POST", body: input });
}

export function changeNotifyTarget(id: string, change: NotifyTargetChange): Promise<NotifyTarget> {
  return apiFetch(NotifyTarget, one(id), { method: "PUT", body: change });
}

export async function removeNotifyTarget(id: string): Promise<void> {
  await apiFetch(z.unknown(), one(id), { method: "DELETE" });
}

/** Sends one message that says it is a test; tells whether it arrived. */
export function testNotifyTarget(id: string): Promise<NotifyTest> {
  return apiFetch(NotifyTest, `${one(id)}/test`, { method: "POST" });
}
