"use client";

import { Search } from "lucide-react";
import { useRef } from "react";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Segmented } from "@/components/ui/segmented";
import { useKeys } from "@/lib/client/keys";

interface ListFilterProps<Show extends string> {
  /** what is looked for, e.g. "a service" */
  one: string;
  /** names the choice, e.g. "Which services" */
  which: string;
  shows: readonly { value: Show; label: string }[];
  value: { q: string; show: Show };
  onChange: (change: { q: string } | { show: Show }) => void;
}

/** The filters in the bar of a list's page: which of them, and a text to find; "/" goes there. */
export function ListFilter<Show extends string>({ one, which, shows, value, onChange }: ListFilterProps<Show>) {
  const field = useRef<HTMLInputElement>(null);
  const find = `Find ${one}`;
  useKeys([{ keys: "/", label: find, group: "This page", run: () => field.current?.focus() }]);
  return (
    <>
      <Segmented label={which} value={value.show} options={shows} onChange={(show) => onChange({ show })} small />
      <Input
        ref={field}
        small
        aria-label={find}
        placeholder={find}
        icon={<Search aria-hidden="true" />}
        after={<Kbd>/</Kbd>}
        value={value.q}
        onChange={(event) => onChange({ q: event.target.value })}
        className="w-60 max-sm:w-full"
      />
    </>
  );
}
