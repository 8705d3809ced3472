"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { FailureState } from "@/components/ui/failure-state";
import { AnnouncerProvider } from "@/lib/client/announcer";
import { describeError } from "@/lib/client/api-error";
import { applyDensity } from "@/lib/client/density";
import { KeyProvider, useKeys } from "@/lib/client/keys";
import { LiveProvider } from "@/lib/client/live";
import { PageActionsProvider } from "@/lib/client/page-actions";
import { sessionQuery } from "@/lib/client/queries/session";
import { useScope } from "@/lib/client/use-scope";
import { EnvironmentLine } from "./environment-line";
import { NAV_ITEMS } from "./nav-items";
import { NavRail } from "./nav-rail";
import { ScopeBar } from "./scope-bar";
import { SetUpStrip } from "./set-up-strip";
import { TabBar } from "./tab-bar";

// What opens on a key comes when it is first asked for; the palette alone is a tenth of a page's JavaScript.
const KeysSheet = dynamic(() => import("./keys-sheet").then((m) => m.KeysSheet), { ssr: false });
const CommandPalette = dynamic(() => import("./command-palette").then((m) => m.CommandPalette), { ssr: false });

function Frame({ children }: { children: ReactNode }) {
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const router = useRouter();
  const pathname = usePathname();
  const { scope } = useScope();
  const session = useQuery(sessionQuery());
  useEffect(applyDensity, []);
  useKeys([
    ...NAV_ITEMS.map((item) => ({
      keys: item.keys,
      label: item.label,
      group: "Go to" as const,
      run: () => router.push(item.href(scope)),
    })),
    { keys: "mod+k", label: "Search or run a command", group: "Console", inFields: true, run: () => setPalette(true) },
    { keys: "?", label: "Keys", group: "Console", run: () => setSheet(true) },
  ]);
  const lost = session.isError && !session.data;
  return (
    <div className="grid h-dvh grid-rows-[48px_minmax(0,1fr)_auto] max-lg:grid-cols-[minmax(0,1fr)] lg:grid-cols-[64px_minmax(0,1fr)] lg:grid-rows-[48px_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-50 rounded-2 bg-ink px-3 py-2 font-medium text-on-ink focus:not-sr-only focus:fixed focus:left-3 focus:top-2"
      >
        Skip to the content
      </a>
      <EnvironmentLine />
      <NavRail />
      <ScopeBar onSearch={() => setPalette(true)} onShowKeys={() => setSheet(true)} />
      <main id="content" tabIndex={-1} className="flex min-h-0 min-w-0 flex-col outline-none">
        <SetUpStrip pathname={pathname} />
        {lost ? (
          <FailureState failure={describeError(session.error)} onRetry={() => void session.refetch()} />
        ) : (
          children
        )}
      </main>
      <TabBar />
      {palette ? <CommandPalette open onOpenChange={setPalette} /> : null}
      {sheet ? <KeysSheet open onOpenChange={setSheet} /> : null}
    </div>
  );
}

/** The frame of every signed-in page, with its live connection, keys and search. */
export function ConsoleFrame({ children }: { children: ReactNode }) {
  return (
    <LiveProvider>
      <KeyProvider>
        <PageActionsProvider>
          <AnnouncerProvider>
            <Frame>{children}</Frame>
          </AnnouncerProvider>
        </PageActionsProvider>
      </KeyProvider>
    </LiveProvider>
  );
}
