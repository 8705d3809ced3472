"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { LogIn } from "lucide-react";
import { useEffect, useRef } from "react";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/cn";
import { Note } from "@/components/ui/note";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { signInByLink, signInByPassword, signInByProxy, signInWaysQuery } from "@/lib/client/queries/people";
import { LinkForm } from "./link-form";
import { PasswordForm } from "./password-form";
import { pastedToken, safeNext } from "./redeem-target";
import { signInProblem } from "./sign-in-problem";

function useSignIn<Input>(begin: (input: Input) => Promise<unknown>, next: string | undefined) {
  return useMutation({ mutationFn: begin, onSuccess: () => window.location.replace(safeNext(next)) });
}

function Or() {
  return (
    <p className="my-4 flex items-center gap-3 text-xs text-text-3 before:h-px before:flex-1 before:bg-border-1 after:h-px after:flex-1 after:bg-border-1">
      or
    </p>
  );
}

/** Every way in that there is: the identity provider, a local account, a one-time link. `problem`: what the provider's way back ended in. */
export function SignIn({
  token,
  next,
  problem,
}: {
  token?: string | undefined;
  next?: string | undefined;
  problem?: string | undefined;
}) {
  const ways = useQuery(signInWaysQuery());
  const link = useSignIn(signInByLink, next);
  const password = useSignIn(signInByPassword, next);
  const proxy = useSignIn<void>(signInByProxy, next);
  const begun = useRef(false);
  const { mutate: redeem } = link;
  const { mutate: byProxy } = proxy;
  useEffect(() => {
    const given = token ?? pastedToken(window.location.hash);
    if (!given || begun.current) return;
    begun.current = true;
    // The secret leaves the address bar and the history before it is used.
    window.history.replaceState(null, "", window.location.pathname);
    redeem(given);
  }, [token, redeem]);
  useEffect(() => {
    if (!ways.data?.proxy || begun.current) return;
    begun.current = true;
    byProxy();
  }, [ways.data?.proxy, byProxy]);

  const failed = [link, password, proxy].find(({ isError }) => isError);
  const failure = failed ? describeError(failed.error) : signInProblem(problem);
  const oidc = ways.data?.oidc ?? null;
  const local = ways.data?.password ?? false;
  return (
    <>
      <h1 className="mt-5 text-xl font-semibold tracking-[-0.012em]">Sign in to Heddle</h1>
      <p className="mb-5 mt-1 text-text-2">See, trace and steer your service mesh.</p>
      {failure ? (
        <Note tone="failing" live className="mb-4" title={failure.what}>
          {failure.why} {failure.next}
        </Note>
      ) : null}
      {ways.isPending ? <SkeletonRows rows={2} label="Loading the ways to sign in" /> : null}
      {oidc ? (
        <a
          href={`/api/v1/session/oidc?next=${encodeURIComponent(safeNext(next))}`}
          className={cn(buttonStyle({ variant: local ? "default" : "primary" }), "w-full justify-center")}
        >
          <LogIn aria-hidden="true" />
          Sign in with {oidc}
        </a>
      ) : null}
      {oidc && local ? <Or /> : null}
      {local ? (
        <PasswordForm busy={password.isPending || password.isSuccess} onSubmit={(input) => password.mutate(input)} />
      ) : null}
      <LinkForm busy={link.isPending || link.isSuccess} onToken={redeem} primary={!oidc && !local} />
    </>
  );
}
