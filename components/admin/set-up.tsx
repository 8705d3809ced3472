"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { paths } from "@/lib/client/paths";
import { accountQuery, makeAccount } from "@/lib/client/queries/people";
import { useScope } from "@/lib/client/use-scope";
import { fieldError } from "./field-error";
import { isLongEnough, NewPassword } from "./new-password";

function AccountForm() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { scope } = useScope();
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const make = useMutation({
    mutationFn: () => makeAccount({ login: login.trim(), name: name.trim() || login.trim(), password }),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      toast.success("Your account is made.", { description: "Sign in with it from now on. Next: invite others." });
      router.push(paths.people(scope));
    },
  });
  const errors = {
    login: fieldError(make.error, "body.login"),
    password: fieldError(make.error, "body.password"),
  };
  const failure = make.isError && !errors.login && !errors.password ? describeError(make.error) : null;
  const ready = login.trim() !== "" && isLongEnough(password);
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) make.mutate();
      }}
    >
      <Field label="Login" hint="A short name or your e-mail address" error={errors.login}>
        {({ id, invalid, describedBy }) => (
          <Input
            id={id}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            invalid={invalid}
            aria-describedby={describedBy}
            maxLength={120}
            value={login}
            onChange={(event) => setLogin(event.target.value)}
          />
        )}
      </Field>
      <Field label="Your name" hint="As others see it in approvals and in the audit log">
        {({ id, describedBy }) => (
          <Input
            id={id}
            name="name"
            autoComplete="name"
            aria-describedby={describedBy}
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <NewPassword label="Password" value={password} onChange={setPassword} error={errors.password} />
      {failure ? (
        <Note tone="failing" live title={failure.what}>
          {failure.why} {failure.next}
        </Note>
      ) : null}
      <div className="mt-1 flex flex-wrap gap-2">
        <Button
          type="submit"
          variant="primary"
          busy={make.isPending ? "Making your account" : undefined}
          disabledReason={ready ? undefined : "Type a login and a password first"}
        >
          Make my account
        </Button>
        <ButtonLink href={paths.graph(scope)} variant="ghost">
          Go on without one
        </ButtonLink>
      </div>
    </form>
  );
}

/** The first page of a new console: the administrator who came by the printed link makes an account, or goes on. */
export function SetUp() {
  const account = useQuery(accountQuery());
  const { scope } = useScope();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4 max-sm:p-3">
      <div className="mx-auto max-w-[460px] pt-6">
        {account.isPending ? <SkeletonRows rows={4} label="Loading your account" /> : null}
        {account.isError ? (
          <FailureState
            className="py-8"
            failure={describeError(account.error)}
            onRetry={() => void account.refetch()}
          />
        ) : null}
        {account.data?.mayMakeAccount ? (
          <>
            <h2 className="text-lg font-semibold tracking-[-0.012em]">Make your account</h2>
            <p className="mb-4 mt-1 text-text-2">
              The link that signed you in works once. With an account you can come back, and others can see who decided
              what. It holds the link's rights: administrator of everything.
            </p>
            <Panel>
              <AccountForm />
            </Panel>
          </>
        ) : null}
        {account.data && !account.data.mayMakeAccount ? (
          <EmptyState
            kind="nothing"
            title={account.data.person ? "You have an account" : "Nothing to set up"}
            action={<ButtonLink href={paths.graph(scope)}>Go to the graph</ButtonLink>}
          >
            {account.data.person
              ? `You are signed in as ${account.data.person.login}.`
              : "Accounts are made here only from an administrator's sign-in link."}
          </EmptyState>
        ) : null}
      </div>
    </div>
  );
}
