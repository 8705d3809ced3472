import { z } from "zod";

export const NotifyKind = z.enum(["webhook", "slack"]);

const Kinds = z.array(z.string().max(64)).max(50).nullable().default(null);

/** What a person writes to be told of rollouts. */
export const NewNotifyTarget = z.object({
  name: z.string().trim().min(1).max(120),
  /** webhook: signed JSON; slack: a message for an incoming webhook of Slack, or of whatever speaks its format */
  kind: NotifyKind,
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** signs the body of webhooks (HMAC-SHA256); "": unsigned */
  secret: z.string().max(500).default(""),
  /** kinds of messages, e.g. approvalNeeded, rollingBack; null: all */
  kinds: Kinds,
});
export type NewNotifyTarget = z.infer<typeof NewNotifyTarget>;

/** A target as shown: never its secret, and of its address only where it leads. */
export const NotifyTarget = z.object({
  id: z.string(),
  name: z.string(),
  kind: NotifyKind,
  /** scheme and host; the rest of a Slack address is a secret */
  host: z.string(),
  signed: z.boolean(),
  kinds: Kinds,
  enabled: z.boolean(),
  createdAt: z.iso.datetime(),
  lastSentAt: z.iso.datetime().nullable(),
  /** of the latest message that is still to arrive or was given up; null: none */
  lastError: z.string().nullable(),
  waiting: z.number().int(),
});
export type NotifyTarget = z.infer<typeof NotifyTarget>;

/** What became of a message sent only as a test. `error` null: the receiver took it (2xx). */
export const NotifyTest = z.object({ at: z.iso.datetime(), error: z.string().nullable() });
export type NotifyTest = z.infer<typeof NotifyTest>;
