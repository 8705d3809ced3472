"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { CommandLine } from "@/components/ui/command-line";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { describeError } from "@/lib/client/api-error";
import { apiFetch } from "@/lib/client/api-fetch";
import { pastedToken, safeNext } from "./redeem-target";

function useRedeem(next: string | undefined) {
  return useMutation({
    mutationFn: (token: string) =>
      apiFetch(z.unknown(), "session", { method: "POST", body: { token }, keepOn401: true }),
    onSuccess: () => window.location.replace(safeNext(next)),
  });
}

function PasteForm({ busy, onToken }: { busy: boolean; onToken: (token: string) => void }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  return (
    <form
      className="flex items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const token = pastedToken(text);
        if (token) onToken(token);
        else setError("This is no sign-in link. It looks like …/sign-in?token=….");
      }}
    >
      <Field label="Sign-in link" error={error} className="min-w-0 flex-1">
        {({ id, invalid, describedBy }) => (
          <Input
            id={id}
            mono
            invalid={invalid}
            aria-describedby={describedBy}
            placeholder="Paste it here"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setError(undefined);
            }}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" className="mt-5" busy={busy ? "Signing in" : undefined}>
        Sign in
      </Button>
    </form>
  );
}

function HowTo({ origin }: { origin: string }) {
  return (
    <div className="mt-8 grid gap-3 text-text-2">
      <h2 className="font-semibold text-text-1">Where to get a link</h2>
      <p>
        <code className="mono text-text-1">npm start</code> prints one when the console starts. Open it in this browser;
        it works once.
      </p>
      <p>With an admin API token, ask for another:</p>
      <CommandLine
        text={`curl -X POST -H "Authorization: Bearer $HEDDLE_TOKEN" -H "Content-Type: application/json" -d "{}" ${origin}/api/v1/sign-in-links`}
      />
    </div>
  );
}

/** Redeems a one-time link, by POST, and explains where links come from. */
export function SignIn({ token, next }: { token?: string | undefined; next?: string | undefined }) {
  const redeem = useRedeem(next);
  const [origin, setOrigin] = useState("");
  const redeemed = useRef(false);
  const { mutate } = redeem;
  useEffect(() => {
    setOrigin(window.location.origin);
    const given = token ?? pastedToken(window.location.hash);
    if (!given || redeemed.current) return;
    redeemed.current = true;
    // The secret leaves the address bar and the history before it is used.
    window.history.replaceState(null, "", window.location.pathname);
    mutate(given);
  }, [token, mutate]);

  const failure = redeem.isError ? describeError(redeem.error) : null;
  return (
    <>
      <h1 className="mt-5 text-xl font-semibold tracking-[-0.012em]">Sign in to Heddle</h1>
      <p className="mb-5 mt-1 text-text-2">See, trace and steer your service mesh.</p>
      {failure ? (
        <Note tone="failing" live className="mb-4" title={failure.what}>
          {failure.why} {failure.next}
        </Note>
      ) : null}
      <PasteForm busy={redeem.isPending || redeem.isSuccess} onToken={mutate} />
      <HowTo origin={origin} />
    </>
  );
}
