import type { GraphNode } from "@/lib/model/graph";
import type { IconName } from "./icon-paths";

/** What common names of services stand for; the first that matches wins. */
const BY_NAME: readonly [RegExp, IconName][] = [
  [/cart|basket/, "cart"],
  [/catalog|product|book|detail/, "bookOpen"],
  [/review|comment|chat|message/, "messages"],
  [/rating|score|rank/, "star"],
  [/checkout|order|invoice|billing|receipt/, "receipt"],
  [/pay|card|wallet|bank/, "creditCard"],
  [/inventor|stock|warehouse|package/, "pkg"],
  [/ship|deliver|fulfil|courier/, "truck"],
  [/price|pricing|offer|promo|discount|coupon/, "tag"],
  [/recommend|suggest|personal/, "sparkles"],
  [/search|index|query/, "search"],
  [/auth|login|identity|session|token|secret/, "key"],
  [/user|account|profile|customer/, "user"],
  [/mail|email|smtp/, "mail"],
  [/notif|alert|event|push/, "bell"],
  [/queue|kafka|rabbit|nats|stream|broker/, "layers"],
  [/batch|job|cron|schedul|worker/, "timer"],
  [/bot|assistant|agent|model/, "bot"],
  [/web|front|shop|store|ui|portal|site/, "store"],
];

/** The icon of a node: by what it is, else by what its name says, else a box. */
export function nodeIcon(node: GraphNode): IconName {
  switch (node.kind) {
    case "gateway":
      return "globe";
    case "store":
      return "database";
    case "external":
      return "cloud";
    case "unknown":
      return "circleHelp";
    case "box":
      return "squareDashed";
    default: {
      const name = (node.app ?? node.service ?? node.name).toLowerCase();
      return BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? (node.kind === "client" ? "timer" : "box");
    }
  }
}
