"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import type { KeyBinding } from "@/lib/client/key-registry";
import { useBoundKeys } from "@/lib/client/keys";

const GROUPS: readonly KeyBinding["group"][] = ["This page", "Go to", "Time", "Console"];

function keyLabel(key: string): string {
  const names: Record<string, string> = {
    ArrowUp: "↑",
    ArrowDown: "↓",
    ArrowLeft: "←",
    ArrowRight: "→",
    Escape: "Esc",
    Enter: "⏎",
    " ": "Space",
  };
  return names[key] ?? key;
}

function Keys({ keys }: { keys: string }) {
  const parts = keys.startsWith("mod+") ? ["Ctrl or ⌘", keys.slice(4).toUpperCase()] : keys.split(" ");
  return (
    <span className="flex gap-1">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice, as in "g g"
        <Kbd key={`${part}${index}`}>{keyLabel(part)}</Kbd>
      ))}
    </span>
  );
}

/** Every key that works now, from the registry that binds them. */
export function KeysSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const bindings = useBoundKeys();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys" wide>
      <div className="columns-2 gap-8 max-sm:columns-1">
        {GROUPS.map((group) => {
          const rows = bindings.filter((b) => b.group === group);
          if (rows.length === 0) return null;
          return (
            <section key={group} className="mb-4 break-inside-avoid">
              <h3 className="mb-1 text-xs font-medium text-text-3">{group}</h3>
              <ul>
                {rows.map((row) => (
                  <li key={row.keys} className="flex h-7 items-center justify-between gap-4">
                    <span className="truncate">{row.label}</span>
                    <Keys keys={row.keys} />
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
