"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { describeError } from "@/lib/client/api-error";
import { createJoinToken, joinTokensQuery } from "@/lib/client/queries/workload-identity";
import { NewJoinToken } from "@/lib/model/join-token";
import { fieldError } from "./field-error";
import { FormDialog } from "./form-dialog";
import { JoinTokenMade } from "./join-token-made";

const LIFETIMES = [
  { value: "60", label: "1 hour" },
  { value: "1440", label: "1 day" },
  { value: "43200", label: "30 days" },
] as const;

type Lifetime = (typeof LIFETIMES)[number]["value"];

/** Makes a join token. Its secret, and how a proxy brings it, are shown once, here. */
export function JoinTokenForm({ mesh, onClose }: { mesh: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState({ workload: "", namespace: "", serviceAccount: "", most: "1" });
  const [lifetime, setLifetime] = useState<Lifetime>("60");
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const create = useMutation({
    mutationFn: () => {
      const { workload, namespace, serviceAccount } = draft;
      const account = serviceAccount.trim() ? { serviceAccount: serviceAccount.trim() } : {};
      const who = { name: "console", workload: workload.trim(), namespace: namespace.trim(), ...account };
      return createJoinToken(mesh, { ...who, maxProxies: Number(draft.most), expiresInMinutes: Number(lifetime) });
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: joinTokensQuery(mesh).queryKey }),
  });
  if (create.data) return <JoinTokenMade token={create.data} mesh={mesh} onClose={onClose} />;
  const wrong = (name: string) => fieldError(create.error, `body.${name}`);
  const named = wrong("workload") ?? wrong("namespace") ?? wrong("serviceAccount");
  const failure = create.isError && !named ? describeError(create.error) : null;
  const many = NewJoinToken.shape.maxProxies.safeParse(Number(draft.most)).success;
  const missing =
    draft.workload.trim() === "" || draft.namespace.trim() === ""
      ? "Name the workload and its namespace first"
      : many
        ? undefined
        : "Between 1 and 1,000 proxies";
  const text = (name: "workload" | "namespace" | "serviceAccount", label: string, hint: string) => (
    <Field label={label} hint={hint} error={wrong(name)}>
      {({ id, invalid, describedBy }) => (
        <Input
          id={id}
          mono
          invalid={invalid}
          aria-describedby={describedBy}
          maxLength={63}
          value={draft[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <FormDialog
      title="New join token"
      description="It admits proxies of one workload: each gets a certificate in the workload's name. Keep it like a key."
      act="Make token"
      busy={create.isPending ? "Making the token" : undefined}
      missing={missing}
      failure={failure}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        {text("workload", "Workload", "For example reviews-v1")}
        {text("namespace", "Namespace", "For example shop")}
      </div>
      {text("serviceAccount", "Service account", "Last part of its principal. Empty: the workload")}
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label="Proxies" hint="How many it may admit">
          {({ id, describedBy }) => (
            <Input
              id={id}
              type="number"
              min={1}
              max={1000}
              aria-describedby={describedBy}
              value={draft.most}
              onChange={(event) => set({ most: event.target.value })}
            />
          )}
        </Field>
        <Field label="Admits new ones for" hint="Those admitted stay until it is withdrawn">
          {({ id }) => (
            <Select
              id={id}
              label="Admits new ones for"
              value={lifetime}
              options={LIFETIMES}
              onChange={setLifetime}
              className="w-full"
            />
          )}
        </Field>
      </div>
    </FormDialog>
  );
}
