"use client";

import { useQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { Plus, Ticket } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { describeError } from "@/lib/client/api-error";
import { joinTokensQuery, withdrawJoinToken } from "@/lib/client/queries/workload-identity";
import { useNow } from "@/lib/client/use-now";
import type { JoinToken } from "@/lib/model/join-token";
import { ConfirmDialog } from "./confirm-dialog";
import { JoinTokenForm } from "./join-token-form";
import { JoinTokenState } from "./join-token-state";
import { TimeText } from "./time-text";

function columns(nowMs: number, onWithdraw: (token: JoinToken) => void): ColumnDef<JoinToken, unknown>[] {
  return [
    {
      header: "Workload",
      accessorKey: "workload",
      cell: ({ row: { original } }) => (
        <span>
          <span className="font-medium">{original.workload}</span>
          {original.serviceAccount === original.workload ? null : (
            <span className="text-text-3"> as {original.serviceAccount}</span>
          )}
        </span>
      ),
    },
    { header: "Namespace", accessorKey: "namespace" },
    {
      id: "proxies",
      header: "Proxies",
      accessorFn: ({ proxies }) => proxies.length,
      cell: ({ row }) => <JoinTokenState token={row.original} nowMs={nowMs} />,
    },
    { header: "Made by", accessorKey: "createdBy", meta: { className: "max-lg:hidden max-w-48 truncate" } },
    { header: "Made", accessorKey: "createdAt", cell: ({ row }) => <TimeText iso={row.original.createdAt} /> },
    {
      header: "Last admitted",
      accessorKey: "lastAdmittedAt",
      cell: ({ row }) => <TimeText iso={row.original.lastAdmittedAt} none="never" />,
    },
    { header: "Admits until", accessorKey: "expiresAt", cell: ({ row }) => <TimeText iso={row.original.expiresAt} /> },
    {
      id: "withdraw",
      header: () => <span className="sr-only">Acts</span>,
      enableSorting: false,
      meta: { align: "right" },
      cell: ({ row }) => (
        <Button
          variant="danger"
          size="small"
          aria-label={`Withdraw the token of ${row.original.workload}`}
          onClick={() => onWithdraw(row.original)}
        >
          Withdraw
        </Button>
      ),
    },
  ];
}

/** The tokens on a phone: rows of two lines. */
function TokenRows({
  tokens,
  nowMs,
  onWithdraw,
}: {
  tokens: readonly JoinToken[];
  nowMs: number;
  onWithdraw: (token: JoinToken) => void;
}) {
  return (
    <ul aria-label="Join tokens" className="sm:hidden">
      {tokens.map((token) => (
        <li key={token.id} className="grid gap-1.5 border-b border-border-1 px-3.5 py-2.5 last:border-b-0">
          <span className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate">
              <span className="font-medium">{token.workload}</span>{" "}
              <span className="text-text-3">{token.namespace}</span>
            </span>
            <JoinTokenState token={token} nowMs={nowMs} />
          </span>
          <span className="flex items-center gap-3">
            <span className="min-w-0 flex-1 text-sm text-text-3">
              made <TimeText iso={token.createdAt} /> by {token.createdBy}, last admitted{" "}
              <TimeText iso={token.lastAdmittedAt} none="never" />
            </span>
            <Button
              variant="danger"
              size="small"
              aria-label={`Withdraw the token of ${token.workload}`}
              onClick={() => onWithdraw(token)}
            >
              Withdraw
            </Button>
          </span>
        </li>
      ))}
    </ul>
  );
}

function consequence({ proxies }: JoinToken): string {
  if (proxies.length === 0) return "No proxy has come by it. Whoever holds its bootstrap is turned away.";
  const who = proxies.length === 1 ? "The proxy it admitted loses" : `The ${proxies.length} proxies it admitted lose`;
  return `${who} the identity within seconds: every other proxy refuses its certificate on new connections. Connections that are open go on until one end closes them; stop the proxy to end those too. This cannot be undone.`;
}

/** What admits proxies to an identity: list, make, withdraw. */
export function JoinTokenPanel({ mesh }: { mesh: string }) {
  const tokens = useQuery(joinTokensQuery(mesh));
  const nowMs = useNow(10_000);
  const [making, setMaking] = useState(false);
  const [leaving, setLeaving] = useState<JoinToken | null>(null);
  const cols = useMemo(() => columns(nowMs, setLeaving), [nowMs]);
  return (
    <Panel
      flush
      title="Join tokens"
      caption="each admits proxies of one workload"
      action={
        <Button size="small" onClick={() => setMaking(true)}>
          <Plus aria-hidden="true" />
          New token
        </Button>
      }
    >
      {tokens.isPending ? <SkeletonRows rows={5} label="Loading join tokens" /> : null}
      {tokens.isError && !tokens.data ? (
        <FailureState className="py-8" failure={describeError(tokens.error)} onRetry={() => void tokens.refetch()} />
      ) : null}
      {tokens.data ? (
        <Stale when={tokens.isError}>
          <DataTable
            label="Join tokens"
            rows={tokens.data}
            columns={cols}
            rowId={({ id }) => id}
            className={tokens.data.length > 0 ? "max-sm:hidden" : ""}
            empty={
              <EmptyState
                kind="nothing"
                icon={<Ticket aria-hidden="true" />}
                title="No join tokens yet"
                className="py-8"
                action={<Button onClick={() => setMaking(true)}>Make a token</Button>}
              >
                A proxy that brings one gets a certificate for its workload, and with it mutual TLS. One that brings
                none is turned away, or talks plaintext where the mesh takes it.
              </EmptyState>
            }
          />
          <TokenRows tokens={tokens.data} nowMs={nowMs} onWithdraw={setLeaving} />
        </Stale>
      ) : null}
      {making ? <JoinTokenForm mesh={mesh} onClose={() => setMaking(false)} /> : null}
      {leaving ? (
        <ConfirmDialog
          title={`Withdraw the token of ${leaving.workload} in ${leaving.namespace}?`}
          description={consequence(leaving)}
          act="Withdraw token"
          busy="Withdrawing"
          queryKey={joinTokensQuery(mesh).queryKey}
          confirm={() => withdrawJoinToken(mesh, leaving.id)}
          onClose={() => setLeaving(null)}
        />
      ) : null}
    </Panel>
  );
}
