"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CommandLine } from "@/components/ui/command-line";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Select } from "@/components/ui/select";
import { describeError } from "@/lib/client/api-error";
import { createToken, tokensQuery } from "@/lib/client/queries/tokens";
import type { Role } from "@/lib/model/actor";

const ROLES: readonly { value: Role; label: string }[] = [
  { value: "viewer", label: "Viewer: sees everything, changes nothing" },
  { value: "operator", label: "Operator: changes policies" },
  { value: "approver", label: "Approver: approves changes" },
  { value: "admin", label: "Admin: also manages access" },
];

const LIFETIMES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "never", label: "No end" },
] as const;

type Lifetime = (typeof LIFETIMES)[number]["value"];

function namespaceList(text: string): string[] | null {
  const names = text.split(/[\s,]+/).filter(Boolean);
  return names.length > 0 ? names : null;
}

/** Makes an API token; its secret is shown once, here. */
export function TokenForm({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [namespaces, setNamespaces] = useState("");
  const [lifetime, setLifetime] = useState<Lifetime>("90");
  const create = useMutation({
    mutationFn: () =>
      createToken({
        name: name.trim(),
        roles: [role],
        namespaces: namespaceList(namespaces),
        expiresInDays: lifetime === "never" ? null : Number(lifetime),
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: tokensQuery().queryKey }),
  });
  const close = () => {
    onOpenChange(false);
    create.reset();
    setName("");
  };
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
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title="New API token"
      description="For scripts and for heddle on the command line. It acts in your name, within the role you give it."
      actions={
        <>
          <Button variant="ghost" onClick={close}>
            Cancel
          </Button>
          <Button
            variant="primary"
            busy={create.isPending ? "Making the token" : undefined}
            disabledReason={name.trim() ? undefined : "Give it a name first"}
            onClick={() => create.mutate()}
          >
            Make token
          </Button>
        </>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) create.mutate();
        }}
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
        <Field label="Role">
          {({ id }) => (
            <Select id={id} label="Role" value={role} options={ROLES} onChange={setRole} className="w-full" />
          )}
        </Field>
        <Field label="Namespaces" hint="Separated by commas; empty: all">
          {({ id, describedBy }) => (
            <Input
              id={id}
              aria-describedby={describedBy}
              value={namespaces}
              onChange={(event) => setNamespaces(event.target.value)}
            />
          )}
        </Field>
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
        {failure ? (
          <Note tone="failing" live title={failure.what}>
            {failure.why} {failure.next}
          </Note>
        ) : null}
      </form>
    </Dialog>
  );
}
