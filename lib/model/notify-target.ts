import { z } from "zod";

export const NotifyKind = z.enum(["webhook", "slack"]);

/** What a message can be about: a phase that people hear of, or one that raised an alarm. */
export const NoticeKind = z.enum([
  "approvalNeeded",
  "paused",
  "rollingBack",
  "rolledBack",
  "holdOnHealthy",
  "succeeded",
  "superseded",
  "breakGlassUnconfirmed",
  "validated",
  "applying",
  "promoting",
  "cleanup",
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

const Url = z.url({ protocol: /^https?$/ }).max(2000);
/** null: all of them */
const WantedKinds = z.array(NoticeKind).min(1).max(50).nullable();

/** What a person writes to be told of rollouts. */
export const NewNotifyTarget = z.object({
  name: z.string().trim().min(1).max(120),
  /** webhook: signed JSON; slack: a message for an incoming webhook of Slack, or of whatever speaks its format */
  kind: NotifyKind,
  url: Url,
  /** signs the body of webhooks (HMAC-SHA256); "": unsigned */
  secret: z.string().max(500).default(""),
  kinds: WantedKinds.default(null),
});
export type NewNotifyTarget = z.infer<typeof NewNotifyTarget>;

/** A target as it is to be from now on. Its format stays; address and secret stay too where they are absent, since nobody is shown them. */
export const NotifyTargetChange = NewNotifyTarget.omit({ kind: true }).extend({
  url: Url.optional(),
  secret: z.string().max(500).optional(),
  kinds: WantedKinds,
  /** false: nothing is sent to it for now */
  enabled: z.boolean().default(true),
});
export type NotifyTargetChange = z.output<typeof NotifyTargetChange>;

/** A target as shown: never its secret, and of its address only where it leads. */
export const NotifyTarget = z.object({
  id: z.string(),
  name: z.string(),
  kind: NotifyKind,
  /** scheme and host; the rest of a Slack address is a secret */
  host: z.string(),
  signed: z.boolean(),
  /** what it is told of, NoticeKind; null: everything */
  kinds: z.array(z.string()).nullable(),
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
