"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Link2, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Note } from "@/components/ui/note";
import { describeError } from "@/lib/client/api-error";
import { auditHeadQuery, verifyAudit } from "@/lib/client/queries/audit";
import type { AuditVerification } from "@/lib/model/audit-entry";

function Result({ found }: { found: AuditVerification }) {
  if (found.ok) {
    return (
      <Note tone="healthy" live title="The chain holds.">
        {found.entries.toLocaleString("en")} entries, each with the hash of the one before it.
      </Note>
    );
  }
  return (
    <Note tone="failing" live title="The chain does not hold.">
      <ul>
        {found.problems.map(({ seq, kind, what }) => (
          <li key={`${kind}-${seq}-${what}`}>{what}</li>
        ))}
      </ul>
    </Note>
  );
}

/** Where the audit chain ends, and whether it holds. Kept elsewhere, the head proves later that nothing before it was changed. */
export function AuditChain({ downloads }: { downloads: ReactNode }) {
  const head = useQuery(auditHeadQuery());
  const verify = useMutation({ mutationFn: verifyAudit });
  const failure = verify.isError ? describeError(verify.error) : null;
  const text = head.data ? `${head.data.seq}:${head.data.hash}` : "";
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-text-2">
        <span className="flex min-w-0 items-center gap-1.5">
          <Link2 className="size-4 shrink-0" aria-hidden="true" />
          {head.data ? (
            <>
              <span className="whitespace-nowrap">Chain of {head.data.seq.toLocaleString("en")} entries, head</span>
              <code className="mono min-w-0 truncate" title={text}>
                {head.data.hash.slice(0, 16)}…
              </code>
              <CopyButton text={text} label="Copy the head, to keep it elsewhere" />
            </>
          ) : (
            "Chain"
          )}
        </span>
        <Button size="small" busy={verify.isPending ? "Verifying" : undefined} onClick={() => verify.mutate()}>
          <ShieldCheck aria-hidden="true" />
          Verify
        </Button>
        <span className="sm:ml-auto">{downloads}</span>
      </div>
      {verify.data ? <Result found={verify.data} /> : null}
      {failure ? (
        <Note tone="failing" live title={failure.what}>
          {failure.why} {failure.next}
        </Note>
      ) : null}
    </div>
  );
}
