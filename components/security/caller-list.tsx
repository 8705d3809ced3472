import { LockOpen } from "lucide-react";
import { CommandLine } from "@/components/ui/command-line";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { rate } from "@/lib/client/format/rate";
import { paths } from "@/lib/client/paths";
import { useJoinAddresses } from "@/lib/client/use-join-addresses";
import { useScope } from "@/lib/client/use-scope";
import type { MtlsCaller, MtlsOverview } from "@/lib/model/mtls-overview";
import { spanWords } from "@/lib/policy/mtls/plaintext-record";
import { callerName, requestWords, seenWords } from "./stage-words";

/** Why it is plaintext, and what to do about it. */
function WayOut({ row }: { row: MtlsCaller }) {
  const { caller } = row;
  const { xds, otlp } = useJoinAddresses();
  const line = `npx heddle bootstrap --namespace ${caller.namespace} --workload ${caller.name} --xds ${xds} --otlp ${otlp} > ${caller.name}.json`;
  if (row.hasProxy) {
    return (
      <p className="text-text-2">
        It has a proxy without an identity. Start that again with a bootstrap that carries a join token:
        <CommandLine className="mt-1.5" text={line} />
      </p>
    );
  }
  if (caller.namespace === "") {
    return (
      <p className="text-text-2">
        Nothing names it: it has no proxy and sends no spans. The access log of {row.callee.workload}'s proxy holds its
        address.
      </p>
    );
  }
  return (
    <p className="text-text-2">
      It has no proxy and calls the port directly. Give it one; its calls then go through the proxy's outbound port:
      <CommandLine className="mt-1.5" text={line} />
    </p>
  );
}

/** Who still talks plaintext, to whom, how much, and the way out of it. */
export function CallerList({ overview }: { overview: MtlsOverview }) {
  const { scope } = useScope();
  const { callers, quietSec, gaps } = overview;
  return (
    <Panel
      title="Plaintext callers"
      caption={`last ${spanWords(quietSec)}`}
      action={<TextLink href={paths.graph(scope)}>Show on graph</TextLink>}
      flush
    >
      {callers.length === 0 ? (
        <p className="p-3.5 text-text-2">
          {gaps.length === 0
            ? "Nobody is on record as talking plaintext to a proxy of the mesh."
            : "None is on record."}
        </p>
      ) : null}
      <ul aria-label="Plaintext callers">
        {callers.map((row) => {
          const { value, unit } = rate(row.ratePerSec);
          return (
            <li
              key={`${callerName(row)} ${row.callee.namespace}/${row.callee.workload}`}
              className="grid gap-x-6 gap-y-1.5 border-b border-border-1 px-3.5 py-2.5 last:border-b-0 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,2fr)]"
            >
              <span className="flex min-w-0 items-start gap-2">
                <LockOpen aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 text-plain-fg" />
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  <span className="font-medium">{callerName(row)}</span>
                  <span className="text-text-3"> calls </span>
                  {row.callee.workload}
                  <span className="text-text-3"> in {row.callee.namespace}</span>
                </span>
              </span>
              <span className="text-text-2 tabular-nums">
                {requestWords(row)}, now {value} {unit}; seen {seenWords(row)}
              </span>
              <WayOut row={row} />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
