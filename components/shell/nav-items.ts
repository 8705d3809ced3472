import {
  Boxes,
  ChartNoAxesGantt,
  type LucideIcon,
  ScrollText,
  Server,
  Settings,
  ShieldCheck,
  Signpost,
  Waypoints,
} from "lucide-react";
import { paths } from "@/lib/client/paths";
import type { Scope } from "@/lib/client/scope-params";

export interface NavItem {
  id: string;
  label: string;
  icon: LucideIcon;
  href: (scope: Partial<Scope>) => string;
  /** address prefix of the pages that belong to it */
  prefixes: string[];
  keys: string;
  group: "see" | "run" | "foot";
  /** shows how many approvals wait for the reader */
  counts?: boolean;
}

/** The pages of the console, in the order of the rail. Only pages that exist. */
export const NAV_ITEMS: readonly NavItem[] = [
  {
    id: "graph",
    label: "Graph",
    icon: Waypoints,
    href: (scope) => paths.graph(scope),
    prefixes: ["/graph"],
    keys: "g g",
    group: "see",
  },
  {
    id: "services",
    label: "Services",
    icon: Boxes,
    href: (scope) => paths.services(scope),
    prefixes: ["/services", "/changes"],
    keys: "g s",
    group: "see",
  },
  {
    id: "traces",
    label: "Traces",
    icon: ChartNoAxesGantt,
    href: (scope) => paths.traces({}, scope),
    prefixes: ["/traces"],
    keys: "g t",
    group: "see",
  },
  {
    id: "rollouts",
    label: "Rollouts",
    icon: Signpost,
    href: (scope) => paths.rollouts(scope),
    prefixes: ["/rollouts"],
    keys: "g r",
    group: "run",
    counts: true,
  },
  {
    id: "security",
    label: "Security",
    icon: ShieldCheck,
    href: (scope) => paths.security(scope),
    prefixes: ["/security"],
    keys: "g e",
    group: "run",
  },
  {
    id: "mesh",
    label: "Mesh",
    icon: Server,
    href: (scope) => paths.mesh(scope),
    prefixes: ["/mesh"],
    keys: "g m",
    group: "run",
  },
  {
    id: "audit",
    label: "Audit",
    icon: ScrollText,
    href: (scope) => paths.audit({}, scope),
    prefixes: ["/audit"],
    keys: "g a",
    group: "run",
  },
  {
    id: "settings",
    label: "Settings",
    icon: Settings,
    href: (scope) => paths.settings(scope),
    prefixes: ["/settings"],
    keys: "g ,",
    group: "foot",
  },
];

/** The item whose page `pathname` is. */
export function currentItem(pathname: string): NavItem | undefined {
  return NAV_ITEMS.find((item) => item.prefixes.some((p) => pathname === p || pathname.startsWith(`${p}/`)));
}
