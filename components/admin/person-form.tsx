"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CommandLine } from "@/components/ui/command-line";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { describeError } from "@/lib/client/api-error";
import { createPerson, peopleQuery } from "@/lib/client/queries/people";
import { fieldError } from "./field-error";
import { FormDialog } from "./form-dialog";
import { GrantsField, grantsOfDrafts, newGrant } from "./grants-field";

/** Makes a local account; the link that sets its password is shown once, here. */
export function PersonForm({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [drafts, setDrafts] = useState(() => [newGrant()]);
  const create = useMutation({
    mutationFn: () =>
      createPerson({ login: login.trim(), name: name.trim() || login.trim(), grants: grantsOfDrafts(drafts) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: peopleQuery().queryKey }),
  });
  if (create.data) {
    return <InvitationDialog name={create.data.person.name} url={create.data.invitation.url} onClose={onClose} />;
  }
  const badLogin = fieldError(create.error, "body.login");
  const failure = create.isError && !badLogin ? describeError(create.error) : null;
  return (
    <FormDialog
      title="Invite a person"
      description="They get a local account and set its password by a one-time link that you send them."
      act="Make invitation"
      busy={create.isPending ? "Making the invitation" : undefined}
      missing={login.trim() ? undefined : "Give them a login first"}
      failure={failure}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <Field label="Login" hint="A short name or an e-mail address" error={badLogin}>
        {({ id, invalid, describedBy }) => (
          <Input
            id={id}
            invalid={invalid}
            aria-describedby={describedBy}
            maxLength={120}
            value={login}
            onChange={(event) => setLogin(event.target.value)}
          />
        )}
      </Field>
      <Field label="Name" hint="As others see it in approvals and in the audit log">
        {({ id, describedBy }) => (
          <Input
            id={id}
            aria-describedby={describedBy}
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <GrantsField drafts={drafts} onChange={setDrafts} />
    </FormDialog>
  );
}

/** The one time an invitation's link is shown. */
export function InvitationDialog({ name, url, onClose }: { name: string; url: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`The link for ${name}`}
      description="Send it to them and nobody else. It sets their password once, within three days; Heddle cannot show it again."
      actions={
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      }
    >
      <CommandLine prompt="" text={url} />
    </Dialog>
  );
}
