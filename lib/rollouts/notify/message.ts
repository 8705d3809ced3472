import { createHmac } from "node:crypto";
import { z } from "zod";
import type { NoticeKind } from "@/lib/model/notify-target";
import type { Delivery } from "./notify-store";

/** The parts of a notice's payload that messages speak of; a kind may lack some. */
const Facts = z.looseObject({
  number: z.number().optional(),
  name: z.string().optional(),
  mesh: z.string().optional(),
  phase: z.string().optional(),
  reason: z.string().optional(),
  stepId: z.string().optional(),
  gateId: z.string().nullish(),
  actor: z.string().optional(),
  text: z.string().optional(),
  alarm: z.boolean().optional(),
});

const TITLES: Record<NoticeKind | "test", string> = {
  approvalNeeded: "waits for approval",
  paused: "is paused",
  rollingBack: "is being rolled back",
  rolledBack: "was rolled back",
  holdOnHealthy: "holds traffic on the healthy side and waits for a decision",
  succeeded: "succeeded",
  superseded: "was superseded",
  breakGlassUnconfirmed: "has a break-glass act that no second person confirmed in time",
  validated: "could not begin when its turn came",
  applying: "cannot write its step",
  promoting: "cannot write its promotion",
  cleanup: "cannot clean up",
  test: "is only a test of this target",
};

export interface Message {
  body: string;
  headers: Record<string, string>;
}

/**
 * A delivery as what is posted. Webhooks get JSON and, with a secret, `x-heddle-signature: t=<unix s>,v1=<hex>`: HMAC-SHA256 of `<t>.<body>`, so that neither
 * content nor time can be forged. Slack gets its message format. Both hold a link to the rollout.
 */
export function messageOf(delivery: Delivery, publicUrl: string, nowMs: number): Message {
  const facts = Facts.catch({}).parse(delivery.payload);
  const url = `${publicUrl}/rollouts/${encodeURIComponent(delivery.rolloutId)}`.replace(/\/$/, "");
  const named =
    delivery.kind === "test"
      ? "This message"
      : facts.name
        ? `Rollout ${facts.name}${facts.number === undefined ? "" : ` (#${facts.number})`}`
        : "A rollout";
  const title = `${named} ${TITLES[delivery.kind as keyof typeof TITLES] ?? delivery.kind}`;
  const headers = {
    "content-type": "application/json",
    "user-agent": "Heddle",
    "x-heddle-delivery": delivery.id,
    "x-heddle-kind": delivery.kind,
  };
  if (delivery.target.kind === "slack") return { body: slackBody(title, facts, url), headers };
  const { name, number, mesh, ...rest } = facts;
  const at = new Date(delivery.createdAtMs).toISOString();
  const rollout = { id: delivery.rolloutId, name, number, mesh, url };
  const { rolloutId: _, event: __, ...told } = rest;
  const body = JSON.stringify({ id: delivery.id, kind: delivery.kind, at, title, rollout, ...told });
  const { secret } = delivery.target;
  return { body, headers: secret ? { ...headers, "x-heddle-signature": signature(secret, body, nowMs) } : headers };
}

/** What a receiver computes again and compares. */
export function signature(secret: string, body: string, nowMs: number): string {
  const t = Math.floor(nowMs / 1000);
  return `t=${t},v1=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`;
}

function slackBody(title: string, { text, mesh, stepId, alarm }: z.infer<typeof Facts>, url: string): string {
  const head = `${alarm ? ":rotating_light: " : ""}*<${url}|${escaped(title)}>*`;
  const facts = [mesh && `mesh ${mesh}`, stepId && !stepId.startsWith("@") && `step ${stepId}`]
    .filter(Boolean)
    .join(" · ");
  const blocks = [
    section(text ? `${head}\n${escaped(text)}` : head),
    ...(facts ? [{ type: "context", elements: [{ type: "mrkdwn", text: escaped(facts) }] }] : []),
    { type: "actions", elements: [{ type: "button", text: { type: "plain_text", text: "Open in Heddle" }, url }] },
  ];
  return JSON.stringify({ text: `${escaped(title)}${text ? `: ${escaped(text)}` : ""}`, blocks });
}

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text: text.slice(0, 3000) } });

/** Slack reads &, < and > as markup. */
const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
