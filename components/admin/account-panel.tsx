"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { DefinitionList } from "@/components/ui/definition-list";
import { FailureState } from "@/components/ui/failure-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { paths } from "@/lib/client/paths";
import { accountQuery, changePassword, endSessionsOf } from "@/lib/client/queries/people";
import { sessionQuery } from "@/lib/client/queries/session";
import { useScope } from "@/lib/client/use-scope";
import { grantsOf } from "@/lib/model/grants";
import { fieldError } from "./field-error";
import { FormDialog } from "./form-dialog";
import { isLongEnough, NewPassword } from "./new-password";
import { grantWords } from "./role-words";
import { SessionList } from "./session-list";

function PasswordDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () => changePassword({ current, password }),
    onSuccess: () => {
      toast.success("Your password is changed.", { description: "Your other sessions have ended." });
      onClose();
      return queryClient.invalidateQueries();
    },
  });
  const wrong = fieldError(change.error, "body.current");
  const weak = fieldError(change.error, "body.password");
  const failure = change.isError && !wrong && !weak ? describeError(change.error) : null;
  const ready = current !== "" && isLongEnough(password);
  return (
    <FormDialog
      title="Change your password"
      description="Everywhere else you are signed in, you will have to sign in again."
      act="Change password"
      busy={change.isPending ? "Changing" : undefined}
      missing={ready ? undefined : "Type both passwords first"}
      failure={failure}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <Field label="Present password" error={wrong}>
        {({ id, invalid, describedBy }) => (
          <Input
            id={id}
            type="password"
            autoComplete="current-password"
            invalid={invalid}
            aria-describedby={describedBy}
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        )}
      </Field>
      <NewPassword value={password} onChange={setPassword} error={weak} />
    </FormDialog>
  );
}

/** Who I am here, what I may, and where I am signed in. */
export function AccountPanel() {
  const account = useQuery(accountQuery());
  const session = useQuery(sessionQuery());
  const queryClient = useQueryClient();
  const { scope } = useScope();
  const [changing, setChanging] = useState(false);
  const end = useMutation({
    mutationFn: () => endSessionsOf(),
    onSuccess: (ended) => {
      toast.success(ended === 0 ? "You are signed in nowhere else." : `${ended} other sessions ended.`);
      return queryClient.invalidateQueries({ queryKey: ["sessions"] });
    },
    onError: (error) => toast.error("Not ended.", { description: describeError(error).what }),
  });
  const person = account.data?.person ?? null;
  const actor = session.data?.actor;
  return (
    <Panel
      title="My account"
      action={
        person?.hasPassword ? (
          <Button size="small" onClick={() => setChanging(true)}>
            Change password
          </Button>
        ) : null
      }
    >
      {account.isPending ? <SkeletonRows rows={3} label="Loading your account" /> : null}
      {account.isError ? (
        <FailureState className="py-8" failure={describeError(account.error)} onRetry={() => void account.refetch()} />
      ) : null}
      {account.data ? (
        <div className="grid gap-x-10 gap-y-5 lg:grid-cols-2">
          <div>
            <DefinitionList
              items={[
                { id: "name", name: "Name", value: actor?.name ?? "–" },
                { id: "login", name: "Login", value: person?.login ?? "none: signed in by a one-time link" },
                { id: "rights", name: "May", value: actor ? grantWords(grantsOf(actor)) : "–" },
              ]}
            />
            {account.data.mayMakeAccount ? (
              <ButtonLink href={paths.setUp(scope)} className="mt-3">
                Make your account
              </ButtonLink>
            ) : null}
          </div>
          <div>
            <div className="mb-1 flex items-center justify-between gap-2">
              <h3 className="text-xs font-medium text-text-3">Where I am signed in</h3>
              {person ? (
                <Button size="small" variant="ghost" onClick={() => end.mutate()}>
                  End all others
                </Button>
              ) : null}
            </div>
            <SessionList />
          </div>
        </div>
      ) : null}
      {changing ? <PasswordDialog onClose={() => setChanging(false)} /> : null}
    </Panel>
  );
}
