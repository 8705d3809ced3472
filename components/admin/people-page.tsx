"use client";

import { useQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { UserPlus, Users } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { describeError } from "@/lib/client/api-error";
import { peopleQuery } from "@/lib/client/queries/people";
import { sessionQuery } from "@/lib/client/queries/session";
import type { Person } from "@/lib/model/person";
import { PersonForm } from "./person-form";
import { PersonPanel } from "./person-panel";
import { PersonState, PROVIDER_WORDS } from "./person-state";
import { grantWords } from "./role-words";
import { TimeText } from "./time-text";

const rights = ({ grants, providerGrants }: Person) => grantWords([...grants, ...providerGrants]);

const COLUMNS: ColumnDef<Person, unknown>[] = [
  {
    header: "Name",
    accessorKey: "name",
    cell: ({ row }) => (
      <span className="inline-flex items-center gap-2 font-medium">
        <Avatar name={row.original.name} small />
        {row.original.name}
      </span>
    ),
  },
  { header: "Login", accessorKey: "login" },
  { id: "rights", header: "May", accessorFn: rights, meta: { className: "max-w-80" } },
  { id: "state", header: "State", cell: ({ row }) => <PersonState person={row.original} />, enableSorting: false },
  {
    id: "by",
    header: "Signs in by",
    accessorFn: ({ provider }) => PROVIDER_WORDS[provider],
    meta: { className: "max-lg:hidden" },
  },
  {
    header: "Last sign-in",
    accessorKey: "lastSignInAt",
    cell: ({ row }) => <TimeText iso={row.original.lastSignInAt} none="never" />,
  },
];

/** The people on a phone: rows of two lines. */
function PersonRows({ people, onSelect }: { people: readonly Person[]; onSelect: (person: Person) => void }) {
  return (
    <ul aria-label="People" className="sm:hidden">
      {people.map((person) => (
        <li key={person.id} className="border-b border-border-1 last:border-b-0">
          <button type="button" onClick={() => onSelect(person)} className="block w-full px-3.5 py-2.5 text-left">
            <span className="flex items-center justify-between gap-2">
              <span className="truncate font-medium">{person.name}</span>
              <PersonState person={person} />
            </span>
            <span className="block truncate text-sm text-text-3">
              {person.login} · {rights(person)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Everybody with an account: invite, give roles by namespace, disable, end sessions. */
export function PeoplePage() {
  const people = useQuery(peopleQuery());
  const session = useQuery(sessionQuery());
  const [selectedId, select] = useQueryState("person", parseAsString);
  const [inviting, setInviting] = useState(false);
  const selected = people.data?.find(({ id }) => id === selectedId);
  const empty = (
    <EmptyState
      kind="nothing"
      icon={<Users aria-hidden="true" />}
      title="Nobody has an account yet"
      action={<Button onClick={() => setInviting(true)}>Invite a person</Button>}
    >
      Whoever signs in by an identity provider stands here from their first sign-in on.
    </EmptyState>
  );
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="min-h-0 min-w-0 flex-1 overflow-y-auto p-4 max-sm:p-3">
        <Panel
          flush
          title="People"
          caption="accounts and their roles"
          className="mx-auto max-w-[1280px]"
          action={
            <Button size="small" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden="true" />
              Invite
            </Button>
          }
        >
          {people.isPending ? <SkeletonRows rows={5} label="Loading people" /> : null}
          {people.isError && !people.data ? (
            <FailureState
              className="py-8"
              failure={describeError(people.error)}
              onRetry={() => void people.refetch()}
            />
          ) : null}
          {people.data ? (
            <Stale when={people.isError}>
              <DataTable
                label="People"
                rows={people.data}
                columns={COLUMNS}
                rowId={({ id }) => id}
                selectedId={selected?.id}
                onRowClick={({ id }) => void select(id)}
                className={people.data.length > 0 ? "max-sm:hidden" : ""}
                empty={empty}
              />
              <PersonRows people={people.data} onSelect={({ id }) => void select(id)} />
            </Stale>
          ) : null}
        </Panel>
      </div>
      {selected ? (
        <PersonPanel
          key={selected.id}
          person={selected}
          own={selected.id === session.data?.actor.id}
          onClose={() => void select(null)}
        />
      ) : null}
      {inviting ? <PersonForm onClose={() => setInviting(false)} /> : null}
    </div>
  );
}
