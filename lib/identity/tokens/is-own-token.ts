import type { Actor } from "../../model/actor";
import type { ApiTokenRow } from "../../store/identity-stores";

/** Whether a token acts for this actor, whoever or whatever made it. */
export function isOwnToken({ ownerId, actor }: ApiTokenRow, { id }: Pick<Actor, "id">): boolean {
  return (ownerId ?? actor.id) === id;
}
