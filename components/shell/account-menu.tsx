"use client";

import { useQuery } from "@tanstack/react-query";
import { Keyboard, LogOut, Monitor, Moon, Rows3, Rows4, Settings, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { z } from "zod";
import { Avatar } from "@/components/ui/avatar";
import { Menu, type MenuEntry } from "@/components/ui/menu";
import { describeError } from "@/lib/client/api-error";
import { apiFetch } from "@/lib/client/api-fetch";
import { useDensity } from "@/lib/client/density";
import { paths } from "@/lib/client/paths";
import { sessionQuery } from "@/lib/client/queries/session";
import { useScope } from "@/lib/client/use-scope";

const THEMES = [
  { id: "dark", label: "Dark", icon: Moon },
  { id: "light", label: "Light", icon: Sun },
  { id: "system", label: "As the system", icon: Monitor },
] as const;

const DENSITIES = [
  { id: "compact", label: "Compact rows", icon: Rows4 },
  { id: "comfortable", label: "Comfortable rows", icon: Rows3 },
] as const;

async function signOut(): Promise<void> {
  try {
    await apiFetch(z.unknown(), "session", { method: "DELETE" });
    window.location.assign(paths.signIn());
  } catch (error) {
    const { what, next } = describeError(error);
    const { toast } = await import("sonner");
    toast.error("Not signed out.", { description: `${what} ${next}` });
  }
}

/** Who is signed in; theme, density, keys, sign out. */
export function AccountMenu({ onShowKeys }: { onShowKeys: () => void }) {
  const session = useQuery(sessionQuery());
  const { theme, setTheme } = useTheme();
  const [density, setDensity] = useDensity();
  const { scope } = useScope();
  const actor = session.data?.actor;
  const entries: MenuEntry[] = [
    { kind: "label", id: "who", label: actor ? `${actor.name}, ${actor.roles.join(", ")}` : "Signing in" },
    { kind: "separator", id: "line-theme" },
    ...THEMES.map(({ id, label, icon: Icon }) => ({
      id: `theme-${id}`,
      label,
      icon: <Icon aria-hidden="true" />,
      checked: theme === id,
      onSelect: () => setTheme(id),
    })),
    { kind: "separator", id: "line-density" },
    ...DENSITIES.map(({ id, label, icon: Icon }) => ({
      id,
      label,
      icon: <Icon aria-hidden="true" />,
      checked: density === id,
      onSelect: () => setDensity(id),
    })),
    { kind: "separator", id: "line-more" },
    { id: "keys", label: "Keys", icon: <Keyboard aria-hidden="true" />, hint: "?", onSelect: onShowKeys },
    { id: "settings", label: "Settings", icon: <Settings aria-hidden="true" />, href: paths.settings(scope) },
    { id: "sign-out", label: "Sign out", icon: <LogOut aria-hidden="true" />, onSelect: () => void signOut() },
  ];
  return (
    <Menu
      align="end"
      entries={entries}
      trigger={
        <button type="button" className="grid size-8 shrink-0 place-items-center rounded-full max-sm:size-11">
          <Avatar name={actor?.name ?? "?"} />
          <span className="sr-only">{actor ? `Account of ${actor.name}` : "Account"}</span>
        </button>
      }
    />
  );
}
