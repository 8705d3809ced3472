"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { DefinitionList } from "@/components/ui/definition-list";
import { Note } from "@/components/ui/note";
import { SidePanel } from "@/components/ui/side-panel";
import { describeError } from "@/lib/client/api-error";
import { endSessionsOf, invitePerson, peopleQuery, updatePerson } from "@/lib/client/queries/people";
import type { Person, PersonChange } from "@/lib/model/person";
import { GrantsField, grantsOfDrafts, newGrant } from "./grants-field";
import { InvitationDialog } from "./person-form";
import { PersonState, PROVIDER_WORDS } from "./person-state";
import { grantWords } from "./role-words";
import { SessionList } from "./session-list";
import { TimeText } from "./time-text";

function said(error: unknown): string {
  const { what, why, next } = describeError(error);
  return `${what} ${why} ${next}`;
}

function Rights({ person, onSave, busy }: { person: Person; onSave: (change: PersonChange) => void; busy: boolean }) {
  const [drafts, setDrafts] = useState(() => person.grants.map(newGrant));
  const grants = grantsOfDrafts(drafts);
  const changed = JSON.stringify(grants) !== JSON.stringify(person.grants);
  return (
    <div className="mt-4 grid gap-3">
      <GrantsField drafts={drafts} onChange={setDrafts} />
      {person.providerGrants.length > 0 ? (
        <Note title="By their identity provider:">{grantWords(person.providerGrants)}. Changed there.</Note>
      ) : null}
      {changed ? (
        <div className="flex gap-2">
          <Button variant="primary" busy={busy ? "Saving" : undefined} onClick={() => onSave({ grants })}>
            Save roles
          </Button>
          <Button variant="ghost" onClick={() => setDrafts(person.grants.map(newGrant))}>
            Put back
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** One person: rights, sessions, invitation, whether they may sign in. What is changed here acts on their open pages at once. */
export function PersonPanel({ person, own, onClose }: { person: Person; own: boolean; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [link, setLink] = useState<string | null>(null);
  const again = () => queryClient.invalidateQueries({ queryKey: peopleQuery().queryKey });
  const onError = (error: unknown) => toast.error("Nothing was changed.", { description: said(error) });
  const change = useMutation({
    mutationFn: (input: PersonChange) => updatePerson(person.id, input),
    onSuccess: () => {
      toast.success(`${person.name} is changed.`, { description: "It holds at once, on open pages too." });
      return again();
    },
    onError,
  });
  const invite = useMutation({
    mutationFn: () => invitePerson(person.id),
    onSuccess: ({ url }) => {
      setLink(url);
      return again();
    },
    onError,
  });
  const end = useMutation({
    mutationFn: () => endSessionsOf(person.id),
    onSuccess: (ended) => {
      toast.success(`${ended} ${ended === 1 ? "session" : "sessions"} of ${person.name} ended.`);
      return queryClient.invalidateQueries({ queryKey: ["sessions"] });
    },
    onError,
  });
  const local = person.provider === "local";
  return (
    <SidePanel
      label={person.name}
      onClose={onClose}
      head={
        <div className="flex items-center gap-2.5">
          <Avatar name={person.name} />
          <div className="min-w-0">
            <h2 className="truncate text-lg font-semibold">{person.name}</h2>
            <p className="truncate text-text-2">{person.login}</p>
          </div>
        </div>
      }
    >
      <DefinitionList
        items={[
          { id: "state", name: "State", value: <PersonState person={person} /> },
          { id: "way", name: "Signs in by", value: PROVIDER_WORDS[person.provider] },
          { id: "last", name: "Last sign-in", value: <TimeText iso={person.lastSignInAt} none="never" /> },
          { id: "made", name: "Made", value: <TimeText iso={person.createdAt} /> },
          { id: "by", name: "Made by", value: person.createdBy },
        ]}
      />
      <Rights
        key={JSON.stringify(person.grants)}
        person={person}
        busy={change.isPending}
        onSave={(input) => change.mutate(input)}
      />
      <h3 className="mb-1 mt-5 text-xs font-medium text-text-3">Signed in</h3>
      <SessionList person={person.id} />
      <div className="mt-5 flex flex-wrap gap-2 border-t border-border-1 pt-3">
        {local && !person.disabled ? (
          <Button busy={invite.isPending ? "Making the link" : undefined} onClick={() => invite.mutate()}>
            {person.hasPassword ? "New password link" : "New invitation"}
          </Button>
        ) : null}
        <Button busy={end.isPending ? "Ending" : undefined} onClick={() => end.mutate()}>
          End all sessions
        </Button>
        {person.disabled ? (
          <Button onClick={() => change.mutate({ disabled: false })}>Enable</Button>
        ) : (
          <Button
            variant="danger"
            disabledReason={own ? "You cannot disable yourself" : undefined}
            onClick={() => change.mutate({ disabled: true })}
          >
            Disable
          </Button>
        )}
      </div>
      {link ? <InvitationDialog name={person.name} url={link} onClose={() => setLink(null)} /> : null}
    </SidePanel>
  );
}
