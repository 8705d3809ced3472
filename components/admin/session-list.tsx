"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { FailureState } from "@/components/ui/failure-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { endSession, sessionsQuery } from "@/lib/client/queries/people";
import type { Session } from "@/lib/model/person";
import { TimeText } from "./time-text";

const WAY = { link: "one-time link", password: "password", oidc: "identity provider", proxy: "trusted proxy" } as const;

/** "Firefox on Linux", as far as a browser says. */
export function browserName(userAgent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari|curl)/.exec(userAgent)?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent)?.[1];
  const name = browser === "Edg" ? "Edge" : browser === "OPR" ? "Opera" : (browser ?? "A browser");
  return system ? `${name} on ${system === "Mac OS X" ? "macOS" : system}` : name;
}

function Row({ session, onEnd }: { session: Session; onEnd: () => void }) {
  return (
    <li className="flex items-center gap-3 border-b border-border-1 py-2 last:border-b-0">
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2 font-medium">
          <span className="truncate">{browserName(session.userAgent)}</span>
          {session.current ? <Chip className="h-[18px] px-1.5 text-2xs">this one</Chip> : null}
        </span>
        <span className="block truncate text-sm text-text-3">
          <span className="mono">{session.remoteAddress || "–"}</span>, by {WAY[session.via]}, seen{" "}
          <TimeText iso={session.lastSeenAt} />
        </span>
      </span>
      {session.current ? null : (
        <Button variant="danger" size="small" onClick={onEnd}>
          End
        </Button>
      )}
    </li>
  );
}

/** Where somebody is signed in; ending a session ends its open pages too. */
export function SessionList({ person }: { person?: string }) {
  const queryClient = useQueryClient();
  const sessions = useQuery(sessionsQuery(person));
  const end = useMutation({
    mutationFn: endSession,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["sessions"] }),
    onError: (error) => {
      const { what, next } = describeError(error);
      toast.error("Not ended.", { description: `${what} ${next}` });
    },
  });
  if (sessions.isPending) return <SkeletonRows rows={2} label="Loading sessions" />;
  if (sessions.isError)
    return (
      <FailureState className="py-8" failure={describeError(sessions.error)} onRetry={() => void sessions.refetch()} />
    );
  if (sessions.data.length === 0) return <p className="text-text-3">Nowhere.</p>;
  return (
    <ul>
      {sessions.data.map((session) => (
        <Row key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
      ))}
    </ul>
  );
}
