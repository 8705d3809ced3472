"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Box, CornerDownLeft, Hash, Moon, Search, Shuffle, Sun, Zap } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { type ReactNode, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { useOfferedActions } from "@/lib/client/page-actions";
import { paths } from "@/lib/client/paths";
import { servicesQuery } from "@/lib/client/queries/services";
import { useScope } from "@/lib/client/use-scope";
import { NAV_ITEMS } from "./nav-items";

interface Entry {
  id: string;
  label: string;
  detail?: string;
  icon: ReactNode;
  keys?: string;
  keywords?: string[];
  run: () => void;
}

const TRACE_ID = /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/i;

/** A trace id typed or pasted, as far as it is one; 16 digits are padded to 32 as 64-bit ids are stored. */
export function asTraceId(text: string): string | null {
  const id = text.trim().toLowerCase();
  return TRACE_ID.test(id) ? id.padStart(32, "0") : null;
}

/** Every word must stand in the entry; better where the entry, or a word of it, begins with what is typed. */
export function rank(_id: string, search: string, keywords: string[] = []): number {
  const text = keywords.join(" ").toLowerCase();
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => text.includes(word))) return 0;
  const [first = ""] = words;
  if (text.startsWith(first)) return 1;
  return text.includes(` ${first}`) ? 0.7 : 0.4;
}

function Group({ heading, entries, done }: { heading: string; entries: readonly Entry[]; done: () => void }) {
  if (entries.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pb-0.5 [&_[cmdk-group-heading]]:pt-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-text-3"
    >
      {entries.map((entry) => (
        <Command.Item
          key={entry.id}
          value={entry.id}
          keywords={[entry.label, entry.detail ?? "", ...(entry.keywords ?? [])]}
          onSelect={() => {
            done();
            entry.run();
          }}
          className="group flex h-8 cursor-default items-center gap-2.5 rounded-1 px-2 data-[selected=true]:bg-surface-3 max-sm:h-11 [&>svg]:size-4 [&>svg]:stroke-[1.75] [&>svg]:text-text-2"
        >
          {entry.icon}
          <span className="min-w-0 truncate">{entry.label}</span>
          {entry.detail ? <span className="truncate text-text-3">{entry.detail}</span> : null}
          <span className="flex-1" />
          {entry.keys ? <Kbd>{entry.keys}</Kbd> : null}
          <CornerDownLeft className="!size-3.5 opacity-0 group-data-[selected=true]:opacity-100" aria-hidden="true" />
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function usePalette(open: boolean, text: string) {
  const router = useRouter();
  const { scope, mesh } = useScope();
  const { resolvedTheme, setTheme } = useTheme();
  const offered = useOfferedActions();
  const services = useQuery({ ...servicesQuery(mesh), enabled: open && mesh !== "" });
  const go = (href: string) => () => router.push(href);

  const page: Entry[] = offered.map((a) => ({
    id: `action:${a.id}`,
    label: a.label,
    icon: <Zap aria-hidden="true" />,
    run: a.run,
    ...(a.keys ? { keys: a.keys } : {}),
    ...(a.keywords ? { keywords: [a.keywords] } : {}),
  }));
  const pages: Entry[] = NAV_ITEMS.map((item) => ({
    id: `page:${item.id}`,
    label: item.label,
    icon: <item.icon aria-hidden="true" />,
    keys: item.keys,
    run: go(item.href(scope)),
  }));
  const serviceEntries: Entry[] = (services.data ?? []).map((s) => ({
    id: `service:${s.namespace}/${s.name}`,
    label: s.name,
    detail: s.namespace,
    icon: <Box aria-hidden="true" />,
    run: go(paths.service(s.namespace, s.name, scope)),
  }));
  const shifts: Entry[] = (services.data ?? [])
    .filter((s) => s.versions.length > 1)
    .map((s) => ({
      id: `shift:${s.namespace}/${s.name}`,
      label: `Shift traffic of ${s.name}`,
      detail: s.namespace,
      icon: <Shuffle aria-hidden="true" />,
      run: go(paths.shift(s.namespace, s.name, scope)),
    }));
  const other = resolvedTheme === "light" ? "dark" : "light";
  const themes: Entry[] = [
    {
      id: "theme",
      label: `Switch to the ${other} theme`,
      icon: other === "dark" ? <Moon aria-hidden="true" /> : <Sun aria-hidden="true" />,
      run: () => setTheme(other),
    },
  ];
  const traceId = asTraceId(text);
  const trace: Entry[] = traceId
    ? [
        {
          id: `trace:${traceId}`,
          label: "Open trace",
          detail: traceId,
          icon: <Hash aria-hidden="true" />,
          keywords: [text],
          run: go(paths.trace(traceId, scope)),
        },
      ]
    : [];
  return { trace, page, services: serviceEntries, shifts, pages, themes };
}

/** Finds pages, services and what can be done here. Data is fetched only while it is open. */
export function CommandPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [text, setText] = useState("");
  const groups = usePalette(open, text);
  const done = () => onOpenChange(false);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} onOpenChangeComplete={(isOpen) => !isOpen && setText("")}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Base.Popup
          aria-label="Search or run a command"
          className="fixed left-1/2 top-[12vh] z-50 w-[calc(100vw-24px)] max-w-[560px] -translate-x-1/2 animate-appear overflow-hidden rounded-3 border border-border-2 bg-surface-pop shadow-pop outline-none"
        >
          <Command label="Search or run a command" loop filter={rank}>
            <div className="flex h-11 items-center gap-2.5 border-b border-border-1 px-3.5">
              <Search className="size-4 text-text-3" aria-hidden="true" />
              <Command.Input
                autoFocus
                value={text}
                onValueChange={setText}
                placeholder="Search services and pages, or paste a trace id"
                className="h-full flex-1 bg-transparent text-md outline-none placeholder:text-text-3"
              />
            </div>
            <Command.List className="max-h-[52vh] overflow-y-auto p-1 pb-1.5">
              <Command.Empty className="px-2 py-6 text-center text-text-2">Nothing matches “{text}”.</Command.Empty>
              <Group heading="Trace" entries={groups.trace} done={done} />
              <Group heading="On this page" entries={groups.page} done={done} />
              <Group heading="Services" entries={groups.services} done={done} />
              <Group heading="Pages" entries={groups.pages} done={done} />
              <Group heading="Acts" entries={groups.shifts} done={done} />
              <Group heading="Console" entries={groups.themes} done={done} />
            </Command.List>
          </Command>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
