"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CommandLine } from "@/components/ui/command-line";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { describeError } from "@/lib/client/api-error";
import { createToken, tokensQuery } from "@/lib/client/queries/tokens";
import { FormDialog } from "./form-dialog";
import { GrantsField, grantsOfDrafts, newGrant } from "./grants-field";

const LIFETIMES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "never", label: "No end" },
] as const;

type Lifetime = (typeof LIFETIMES)[number]["value"];

/** Makes an API token; its secret is shown once, here. */
export function TokenForm({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [drafts, setDrafts] = useState(() => [newGrant()]);
  const [readOnly, setReadOnly] = useState(false);
  const [lifetime, setLifetime] = useState<Lifetime>("90");
  const create = useMutation({
    mutationFn: () =>
      createToken({
        name: name.trim(),
        grants: grantsOfDrafts(drafts),
        readOnly,
        expiresInDays: lifetime === "never" ? null : Number(lifetime),
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: tokensQuery().queryKey }),
  });
  const close = () => {
    onOpenChange(false);
    create.reset();
    setName("");
  };
  const ready = name.trim() !== "" && drafts.length > 0;
  const failure = create.isError ? describeError(create.error) : null;

  if (create.data) {
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title={`“${create.data.name}” is made`}
        description="Copy the token now: Heddle keeps only its hash and cannot show it again."
        actions={
          <Button variant="primary" onClick={close}>
            I have copied it
          </Button>
        }
      >
        <CommandLine prompt="" text={create.data.token} />
      </Dialog>
    );
  }
  return (
    <FormDialog
      open={open}
      title="New API token"
      description="For scripts and for heddle on the command line. It acts in your name, within the roles you give it, and never beyond your own."
      act="Make token"
      busy={create.isPending ? "Making the token" : undefined}
      missing={ready ? undefined : "Give it a name and a role first"}
      failure={failure}
      onSubmit={() => create.mutate()}
      onClose={close}
    >
      <Field label="Name" hint="What uses it, for example deploy-pipeline">
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
      <Checkbox label="Read only: sees what it covers, changes nothing" checked={readOnly} onChange={setReadOnly} />
      <Field label="Ends after">
        {({ id }) => (
          <Select
            id={id}
            label="Ends after"
            value={lifetime}
            options={LIFETIMES}
            onChange={setLifetime}
            className="w-full"
          />
        )}
      </Field>
    </FormDialog>
  );
}
