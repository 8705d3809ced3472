"use client";

import { Menu as MenuIcon } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { Menu } from "@/components/ui/menu";
import { useScope } from "@/lib/client/use-scope";
import { currentItem, NAV_ITEMS } from "./nav-items";

const WaitingCount = dynamic(() => import("./waiting-count").then((m) => m.WaitingCount), { ssr: false });

const SHOWN = 4;

const TAB =
  "relative flex min-w-0 flex-col items-center justify-center gap-[3px] text-2xs font-medium outline-offset-[-2px]";
const MARK =
  "before:absolute before:left-1/2 before:top-0 before:h-0.5 before:w-7 before:-translate-x-1/2 before:bg-accent";

/** The pages, at the foot of narrow screens: four, and the rest behind More. */
export function TabBar() {
  const { scope } = useScope();
  const current = currentItem(usePathname())?.id;
  const rest = NAV_ITEMS.slice(SHOWN);
  const inRest = rest.some((item) => item.id === current);
  return (
    <nav
      aria-label="Main"
      className="grid h-14 grid-cols-5 border-t border-border-1 bg-surface-1 pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      {NAV_ITEMS.slice(0, SHOWN).map((item) => (
        <Link
          key={item.id}
          href={item.href(scope)}
          aria-current={item.id === current ? "page" : undefined}
          className={cn(TAB, item.id === current ? `text-text-1 ${MARK}` : "text-text-3")}
        >
          <item.icon className="size-[18px] stroke-[1.75]" aria-hidden="true" />
          {item.label}
          {item.counts ? <WaitingCount className="absolute left-[calc(50%+6px)] top-1.5" /> : null}
        </Link>
      ))}
      <Menu
        align="end"
        trigger={
          <button type="button" className={cn(TAB, inRest ? `text-text-1 ${MARK}` : "text-text-3")}>
            <MenuIcon className="size-[18px] stroke-[1.75]" aria-hidden="true" />
            More
          </button>
        }
        entries={rest.map((item) => ({
          id: item.id,
          label: item.label,
          icon: <item.icon aria-hidden="true" />,
          href: item.href(scope),
        }))}
      />
    </nav>
  );
}
