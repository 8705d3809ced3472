import { paths } from "@/lib/client/paths";
import { isOwnPath } from "@/lib/model/own-path";

/** The one-time secret in what a person pasted: a whole sign-in link, or the secret alone. "" when there is none. */
export function pastedToken(text: string): string {
  const trimmed = text.trim();
  const inLink = /[?#&]token=([^&#\s]+)/.exec(trimmed)?.[1];
  if (inLink) return decodeURIComponent(inLink);
  return /^[\w.~-]{16,}$/.test(trimmed) ? trimmed : "";
}

/** Where to go after signing in: a page of ours only, never another site or back to the sign-in page. */
export function safeNext(next: string | undefined): string {
  return isOwnPath(next) ? next : paths.graph();
}
