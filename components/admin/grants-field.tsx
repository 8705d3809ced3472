"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Grant, Role } from "@/lib/model/actor";
import { ROLES } from "./role-words";

/** A grant while it is typed. `places` "": everywhere. */
export interface GrantDraft {
  key: string;
  role: Role;
  places: string;
}

let made = 0;

export function newGrant(grant: Grant = { role: "viewer", namespaces: null }): GrantDraft {
  return { key: `g${++made}`, role: grant.role, places: grant.namespaces?.join(", ") ?? "" };
}

/** Drafts as grants. */
export function grantsOfDrafts(drafts: readonly GrantDraft[]): Grant[] {
  return drafts.map(({ role, places }) => {
    const namespaces = places.split(/[\s,]+/).filter(Boolean);
    return { role, namespaces: namespaces.length > 0 ? namespaces : null };
  });
}

/** Roles, each with the namespaces it holds in: operator in shop, viewer everywhere. */
export function GrantsField({
  drafts,
  onChange,
}: {
  drafts: readonly GrantDraft[];
  onChange: (drafts: GrantDraft[]) => void;
}) {
  const replace = (key: string, part: Partial<GrantDraft>) =>
    onChange(drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs font-medium text-text-3">Roles and where they hold</legend>
      <ul className="grid gap-2">
        {drafts.map((draft) => (
          <li key={draft.key} className="flex items-center gap-2">
            <Select
              label="Role"
              value={draft.role}
              options={ROLES}
              onChange={(role) => replace(draft.key, { role })}
              className="w-32 shrink-0"
            />
            <Input
              aria-label={`Namespaces of ${draft.role}`}
              placeholder="Everywhere, or shop, payments"
              value={draft.places}
              onChange={(event) => replace(draft.key, { places: event.target.value })}
              className="flex-1"
            />
            <IconButton
              label={`Remove ${draft.role}`}
              onClick={() => onChange(drafts.filter(({ key }) => key !== draft.key))}
            >
              <X aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
      {drafts.length === 0 ? <p className="text-text-3">No role: they can sign in to nothing.</p> : null}
      <Button size="small" variant="ghost" className="mt-2" onClick={() => onChange([...drafts, newGrant()])}>
        <Plus aria-hidden="true" />
        Add a role
      </Button>
    </fieldset>
  );
}
