import type { Actor } from "../../model/actor";
import { HeddleError } from "../../model/heddle-error";

/** Why an actor is no person where people are counted; null: they are one. A token of a person counts as that person. */
export function whyNobody({ kind, ownerless = false }: Pick<Actor, "kind" | "ownerless">): string | null {
  if (kind === "system") return "A gate counts people, and this is a part of Heddle itself.";
  return kind === "token" && ownerless ? "A gate counts people, and this token acts for nobody." : null;
}

/** Throws `forbidden` for who is no person: whoever holds one such token could make more, and be as many approvers as they like. */
export function refuseNobody(actor: Actor): void {
  const why = whyNobody(actor);
  if (why === null) return;
  throw new HeddleError("forbidden", {
    what: "This does not count as a person's word.",
    why,
    next: "Sign in and decide in the console, or use an API token that you make while signed in: it counts as you.",
  });
}
