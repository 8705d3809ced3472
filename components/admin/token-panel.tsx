"use client";

import { useQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { KeyRound, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { revokeToken, tokensQuery } from "@/lib/client/queries/tokens";
import type { ApiToken } from "@/lib/model/api-token";
import { ConfirmDialog } from "./confirm-dialog";
import { grantWords } from "./role-words";
import { TimeText } from "./time-text";
import { TokenForm } from "./token-form";

function mayOf({ grants, readOnly }: ApiToken): string {
  return `${grantWords(grants)}${readOnly ? ", read only" : ""}`;
}

function columns(onRevoke: (token: ApiToken) => void): ColumnDef<ApiToken, unknown>[] {
  return [
    {
      header: "Name",
      accessorKey: "name",
      cell: ({ row }) => <span className="font-medium">{row.original.name}</span>,
    },
    { id: "may", header: "May", accessorFn: mayOf, meta: { className: "max-w-80" } },
    { id: "owner", header: "Acts for", accessorFn: (t) => t.owner ?? "nobody", meta: { className: "max-lg:hidden" } },
    { header: "Made", accessorKey: "createdAt", cell: ({ row }) => <TimeText iso={row.original.createdAt} /> },
    {
      header: "Last used",
      accessorKey: "lastUsedAt",
      cell: ({ row }) => <TimeText iso={row.original.lastUsedAt} none="never" />,
    },
    {
      header: "Ends",
      accessorKey: "expiresAt",
      cell: ({ row }) => <TimeText iso={row.original.expiresAt} none="no end" />,
    },
    {
      id: "revoke",
      header: () => <span className="sr-only">Acts</span>,
      enableSorting: false,
      meta: { align: "right" },
      cell: ({ row }) => (
        <Button variant="danger" size="small" onClick={() => onRevoke(row.original)}>
          Revoke
        </Button>
      ),
    },
  ];
}

/** The tokens on a phone: rows of two lines. */
function TokenRows({ tokens, onRevoke }: { tokens: readonly ApiToken[]; onRevoke: (token: ApiToken) => void }) {
  return (
    <ul aria-label="API tokens" className="sm:hidden">
      {tokens.map((token) => (
        <li key={token.id} className="flex items-center gap-3 border-b border-border-1 px-3.5 py-2.5 last:border-b-0">
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{token.name}</span>
            <span className="block truncate text-sm text-text-3">
              {mayOf(token)}, last used <TimeText iso={token.lastUsedAt} none="never" />
            </span>
          </span>
          <Button variant="danger" size="small" onClick={() => onRevoke(token)}>
            Revoke
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** The API tokens: list, make, revoke. */
export function TokenPanel() {
  const tokens = useQuery(tokensQuery());
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const cols = useMemo(() => columns(setRevoking), []);
  return (
    <Panel
      flush
      title="API tokens"
      caption="for scripts and the heddle command"
      action={
        <Button size="small" onClick={() => setMaking(true)}>
          <Plus aria-hidden="true" />
          New token
        </Button>
      }
    >
      {tokens.isPending ? <SkeletonRows rows={3} label="Loading tokens" /> : null}
      {tokens.isError && !tokens.data ? (
        <FailureState className="py-8" failure={describeError(tokens.error)} onRetry={() => void tokens.refetch()} />
      ) : null}
      {tokens.data ? (
        <DataTable
          label="API tokens"
          rows={tokens.data}
          columns={cols}
          rowId={(t) => t.id}
          className={tokens.data.length > 0 ? "max-sm:hidden" : ""}
          empty={
            <EmptyState kind="nothing" icon={<KeyRound aria-hidden="true" />} title="No tokens yet" className="py-8">
              Make one for a script, a pipeline or heddle on the command line.
            </EmptyState>
          }
        />
      ) : null}
      <TokenRows tokens={tokens.data ?? []} onRevoke={setRevoking} />
      <TokenForm open={making} onOpenChange={setMaking} />
      {revoking ? (
        <ConfirmDialog
          title={`Revoke “${revoking.name}”?`}
          description="What uses it is refused at once. This cannot be undone; a new token has another secret."
          act="Revoke token"
          busy="Revoking"
          queryKey={tokensQuery().queryKey}
          confirm={() => revokeToken(revoking.id)}
          onClose={() => setRevoking(null)}
        />
      ) : null}
    </Panel>
  );
}
