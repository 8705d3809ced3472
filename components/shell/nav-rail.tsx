"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { Logo } from "@/components/ui/logo";
import { paths } from "@/lib/client/paths";
import { useScope } from "@/lib/client/use-scope";
import { currentItem, NAV_ITEMS, type NavItem } from "./nav-items";

// The count knows what a rollout is; no page waits for that before it shows.
const WaitingCount = dynamic(() => import("./waiting-count").then((m) => m.WaitingCount), { ssr: false });

function RailLink({ item, current, href }: { item: NavItem; current: boolean; href: string }) {
  const Icon = item.icon;
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className={cn(
        "relative flex h-12 flex-col items-center justify-center gap-[3px] rounded-2 text-2xs font-medium outline-offset-[-2px]",
        current
          ? "bg-surface-3 text-text-1 before:absolute before:inset-y-3 before:-left-1 before:w-0.5 before:rounded-r-[2px] before:bg-accent"
          : "text-text-3 hover:bg-surface-2 hover:text-text-1",
      )}
    >
      <Icon className="size-[18px] stroke-[1.75]" aria-hidden="true" />
      {item.label}
      {item.counts ? <WaitingCount className="absolute right-2 top-1" /> : null}
    </Link>
  );
}

/** The pages, at the left of wide screens. */
export function NavRail() {
  const { scope } = useScope();
  const current = currentItem(usePathname())?.id;
  const links = (group: NavItem["group"]) =>
    NAV_ITEMS.filter((item) => item.group === group).map((item) => (
      <RailLink key={item.id} item={item} current={item.id === current} href={item.href(scope)} />
    ));
  return (
    <nav
      aria-label="Main"
      className="row-span-2 flex flex-col border-r border-border-1 bg-surface-1 px-1 pb-1.5 max-lg:hidden"
    >
      <Link
        href={paths.graph(scope)}
        aria-label="Heddle, to the graph"
        className="mb-1 grid h-12 place-items-center rounded-2 outline-offset-[-4px]"
      >
        <Logo />
      </Link>
      {links("see")}
      <hr className="mx-auto my-1.5 w-8 border-border-2" />
      {links("run")}
      <div className="flex-1" />
      {links("foot")}
    </nav>
  );
}
