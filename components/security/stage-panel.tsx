"use client";

import { Lock } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { TransportChip } from "@/components/ui/chip";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import type { MtlsNamespace, MtlsOverview } from "@/lib/model/mtls-overview";
import type { MtlsMode } from "@/lib/policy/mtls/effective-mode";
import { spanWords } from "@/lib/policy/mtls/plaintext-record";
import { ModeDialog } from "./mode-dialog";
import { StageMark } from "./stage-mark";
import { callerName, openCallers, requestWords, seenWords } from "./stage-words";

/** One namespace: where it stands, what strict would do to whom, and the way on and back. */
export function StagePanel({ overview, namespace }: { overview: MtlsOverview; namespace: MtlsNamespace }) {
  const [asked, setAsked] = useState<{ mode: MtlsMode; override: boolean } | null>(null);
  const callers = openCallers(overview, namespace.namespace);
  const bare = overview.workloads.filter(
    (one) => one.namespace === namespace.namespace && one.identity !== "issued" && one.identity !== "unknown",
  );
  const blocked = overview.gaps.length > 0 || callers.length > 0 || bare.length > 0;
  const strict = namespace.stage === "strict";
  const ask = (mode: MtlsMode, override = false) => setAsked({ mode, override });
  return (
    <Panel
      title={namespace.namespace}
      caption={`PeerAuthentication ${namespace.namespace}/default${namespace.policy ? "" : ", none yet"}`}
      action={strict ? <TransportChip secure>strict</TransportChip> : null}
    >
      <div className="flex flex-col gap-3">
        <StageMark stage={namespace.stage} />
        {strict ? <p className="text-text-2">Plaintext is refused. Only callers with a certificate get in.</p> : null}
        {!strict && callers.length > 0 ? (
          <Note tone="plaintext" title={`Strict would break ${[...new Set(callers.map(callerName))].join(", ")}.`}>
            {callers.map((row) => (
              <span key={`${callerName(row)} ${row.callee.workload}`} className="block">
                {requestWords(row)} to {row.callee.workload} in the last {spanWords(overview.quietSec)}, seen{" "}
                {seenWords(row)}.
              </span>
            ))}
          </Note>
        ) : null}
        {!strict && bare.length > 0 ? (
          <Note tone="degraded" title="Without identity:">
            {bare.map(({ workload }) => workload).join(", ")}. Strict would let nobody in there.
          </Note>
        ) : null}
        {!strict && !blocked ? (
          <Note tone="healthy">No plaintext caller on record in the last {spanWords(overview.quietSec)}.</Note>
        ) : null}
        <div className="flex flex-wrap gap-2">
          {strict ? (
            <Button onClick={() => ask("PERMISSIVE")}>Take plaintext again</Button>
          ) : (
            <>
              {namespace.stage === "watch" ? null : <Button onClick={() => ask("PERMISSIVE")}>Watch plaintext</Button>}
              <Button
                variant="primary"
                disabledReason={
                  blocked
                    ? "Callers talk plaintext, are not known, or workloads have no identity; see above."
                    : undefined
                }
                onClick={() => ask("STRICT")}
              >
                <Lock aria-hidden="true" />
                Turn on strict
              </Button>
              {blocked ? (
                <Button variant="ghost" onClick={() => ask("STRICT", true)}>
                  Override with a reason…
                </Button>
              ) : null}
            </>
          )}
        </div>
      </div>
      {asked ? (
        <ModeDialog namespace={namespace} mode={asked.mode} override={asked.override} onClose={() => setAsked(null)} />
      ) : null}
    </Panel>
  );
}
