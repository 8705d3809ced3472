"use client";

import { Moon, Search, Sun } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTheme } from "next-themes";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { Logo } from "@/components/ui/logo";
import { paths } from "@/lib/client/paths";
import { useNow } from "@/lib/client/use-now";
import { useScope } from "@/lib/client/use-scope";
import { AccountMenu } from "./account-menu";
import { LiveChip } from "./live-chip";
import { MeshPicker } from "./mesh-picker";
import { NamespacePicker } from "./namespace-picker";
import { TimePicker } from "./time-picker";

/** Pages that show a window of time. A single trace has its own; the rest show what is. */
function hasTime(pathname: string): boolean {
  return pathname === "/graph" || pathname === "/traces" || pathname.startsWith("/services");
}

/** Traces cross namespaces: they are searched by service. */
function hasNamespaces(pathname: string): boolean {
  return pathname === "/graph" || pathname === "/mesh" || pathname.startsWith("/services");
}

function ThemeToggle() {
  const { resolvedTheme, setTheme } = useTheme();
  const mounted = useNow(3_600_000) > 0;
  const other = mounted && resolvedTheme === "light" ? "dark" : "light";
  return (
    <IconButton label={`Switch to the ${other} theme`} onClick={() => setTheme(other)} className="max-lg:hidden">
      {other === "dark" ? <Moon aria-hidden="true" /> : <Sun aria-hidden="true" />}
    </IconButton>
  );
}

/** What the page looks at: mesh and namespaces at the left; time, live state, search and account at the right. */
export function ScopeBar({ onSearch, onShowKeys }: { onSearch: () => void; onShowKeys: () => void }) {
  const pathname = usePathname();
  const { scope } = useScope();
  return (
    <header className="flex min-w-0 items-center gap-2 border-b border-border-1 bg-surface-1 px-3">
      <Link href={paths.graph(scope)} aria-label="Heddle, to the graph" className="mr-0.5 rounded-2 lg:hidden">
        <Logo size={24} />
      </Link>
      <MeshPicker />
      {hasNamespaces(pathname) ? (
        <span className="min-w-0 max-sm:hidden">
          <NamespacePicker />
        </span>
      ) : null}
      <span className="flex-1" />
      {hasTime(pathname) ? (
        <>
          <span className="max-sm:hidden">
            <TimePicker />
          </span>
          <LiveChip />
        </>
      ) : null}
      <Button variant="ghost" onClick={onSearch} className="max-sm:hidden">
        <Search aria-hidden="true" />
        <span className="sr-only">Search or run a command</span>
        <span className="max-lg:hidden">
          <Kbd>⌘K</Kbd>
        </span>
      </Button>
      <ThemeToggle />
      <AccountMenu onShowKeys={onShowKeys} />
    </header>
  );
}
