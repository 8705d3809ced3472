import type { ColumnDef } from "@tanstack/react-table";
import { HealthChip } from "@/components/ui/chip";
import { HealthGlyph } from "@/components/ui/health-glyph";
import type { ProxyStatus } from "@/lib/model/proxy";
import { IdentityCell } from "./identity-cell";
import {
  CONDITION_GLYPH,
  CONDITION_WORD,
  proxyCondition,
  TYPE_GLYPH,
  TYPE_WORD,
  XDS_NAMES,
  XDS_TYPES,
} from "./proxy-state";
import { TimeText } from "./time-text";

const RANK = { refused: 0, disconnected: 1, stale: 2, idle: 3, synced: 4 } as const;

/** Columns of the proxy table: who, in what state, and what it acknowledged of each type. */
export const PROXY_COLUMNS: ColumnDef<ProxyStatus, unknown>[] = [
  {
    header: "Workload",
    accessorKey: "workload",
    cell: ({ row }) => <span className="font-medium">{row.original.workload || row.original.id}</span>,
  },
  { header: "Namespace", accessorKey: "namespace" },
  {
    id: "state",
    header: "State",
    accessorFn: (p) => RANK[proxyCondition(p)],
    cell: ({ row }) => {
      const condition = proxyCondition(row.original);
      return (
        <HealthChip status={CONDITION_GLYPH[condition]} bare>
          {CONDITION_WORD[condition]}
        </HealthChip>
      );
    },
  },
  {
    id: "identity",
    header: "Identity",
    accessorFn: ({ identity }) => `${identity?.state ?? ""} ${identity?.expiresAt ?? ""}`,
    cell: ({ row }) => <IdentityCell identity={row.original.identity} />,
  },
  ...XDS_TYPES.map(
    (type): ColumnDef<ProxyStatus, unknown> => ({
      id: type,
      header: XDS_NAMES[type],
      enableSorting: false,
      cell: ({ row }) => {
        const state = row.original.types[type];
        if (!state) return <span className="text-text-3">–</span>;
        const behind = state.sent !== state.acked && state.state !== "notSent";
        return (
          <span
            className="inline-flex items-center gap-1.5 align-middle"
            title={state.reason ?? TYPE_WORD[state.state]}
          >
            <HealthGlyph status={TYPE_GLYPH[state.state]} label={TYPE_WORD[state.state]} />
            <span className="mono text-xs text-text-2">
              {state.acked || "–"}
              {behind ? ` of ${state.sent}` : ""}
            </span>
          </span>
        );
      },
    }),
  ),
  {
    header: "Envoy",
    accessorKey: "envoyVersion",
    cell: ({ row }) => <span className="mono text-text-2">{row.original.envoyVersion ?? "–"}</span>,
    meta: { className: "max-xl:hidden" },
  },
  {
    header: "Connected",
    accessorKey: "connectedAt",
    cell: ({ row }) => <TimeText iso={row.original.connected ? row.original.connectedAt : null} none="no" />,
    meta: { className: "max-lg:hidden" },
  },
];
