"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { paths } from "@/lib/client/paths";
import { acceptInvitation, lookAtInvitation } from "@/lib/client/queries/people";
import { fieldError } from "./field-error";
import { isLongEnough, NewPassword } from "./new-password";
import { pastedToken } from "./redeem-target";

/** The page behind an invitation: who it is for, and the password they set. The secret never goes to the server in an address. */
export function Invitation() {
  const [token, setToken] = useState<string | null>(null);
  const [password, setPassword] = useState("");
  useEffect(() => {
    setToken(pastedToken(window.location.hash));
    window.history.replaceState(null, "", window.location.pathname);
  }, []);
  const facts = useQuery({
    queryKey: ["invitation"],
    queryFn: () => lookAtInvitation(token ?? ""),
    enabled: Boolean(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const accept = useMutation({
    mutationFn: () => acceptInvitation({ token: token ?? "", password }),
    onSuccess: () => window.location.replace(paths.graph()),
  });
  const weak = fieldError(accept.error, "body.password");
  const failure = facts.error ?? (weak ? null : accept.error);
  const said = token === "" ? NO_TOKEN : failure ? describeError(failure) : null;
  return (
    <>
      <h1 className="mt-5 text-xl font-semibold tracking-[-0.012em]">
        {facts.data ? `Welcome, ${facts.data.name}` : "Your invitation"}
      </h1>
      <p className="mb-5 mt-1 text-text-2">Set your password; it signs you in to Heddle from now on.</p>
      {said ? (
        <Note tone="failing" live className="mb-4" title={said.what}>
          {said.why} {said.next}
        </Note>
      ) : null}
      {token !== "" && facts.isPending ? <SkeletonRows rows={3} label="Loading the invitation" /> : null}
      {facts.data ? (
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (isLongEnough(password)) accept.mutate();
          }}
        >
          <div>
            <div className="mb-1 text-xs font-medium text-text-3">Login</div>
            <Input aria-label="Login" name="username" autoComplete="username" readOnly value={facts.data.login} />
          </div>
          <NewPassword value={password} onChange={setPassword} error={weak} />
          <Button
            type="submit"
            variant="primary"
            className="justify-center"
            busy={accept.isPending || accept.isSuccess ? "Setting your password" : undefined}
            disabledReason={isLongEnough(password) ? undefined : "The password is too short yet"}
          >
            Set password and sign in
          </Button>
        </form>
      ) : null}
    </>
  );
}

const NO_TOKEN = {
  what: "This is no invitation.",
  why: "The address lacks the secret behind #.",
  next: "Open the whole link that was sent to you.",
};
