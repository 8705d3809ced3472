"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, RefreshCw } from "lucide-react";
import { useState } from "react";
import { BrokenText } from "@/components/ui/broken-text";
import { Button } from "@/components/ui/button";
import { HealthChip } from "@/components/ui/chip";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { describeError } from "@/lib/client/api-error";
import { wholeTime } from "@/lib/client/format/time";
import { sessionQuery } from "@/lib/client/queries/session";
import { authoritiesQuery, rotateAuthority } from "@/lib/client/queries/workload-identity";
import { saveFile } from "@/lib/client/save-file";
import { holdsRole } from "@/lib/model/grants";
import type { MeshAuthority } from "@/lib/model/mesh-authority";
import { ConfirmDialog } from "./confirm-dialog";
import { WithdrawnCertificates } from "./withdrawn-certificates";

const STATES = {
  incoming: { status: "unknown", words: "Trusted, signs soon" },
  active: { status: "healthy", words: "Signs" },
  retiring: { status: "idle", words: "Trusted until its certificates have run out" },
} as const;

/** Who signs the workloads' certificates: roots, validity, fingerprints; what to trust, to download; a new root. */
export function AuthorityPanel({ mesh }: { mesh: string }) {
  const authorities = useQuery(authoritiesQuery(mesh));
  const session = useQuery(sessionQuery());
  const [rotating, setRotating] = useState(false);
  const admin = session.data ? holdsRole(session.data.actor, "admin", null) : false;
  const data = authorities.data;
  return (
    <Panel
      flush
      title="Authority"
      caption={data ? `of the trust domain ${data.trustDomain}` : "signs the workloads' certificates"}
      action={
        data ? (
          <>
            <Button
              size="small"
              onClick={() => saveFile(`${mesh}-roots.pem`, data.trustBundle, "application/x-pem-file")}
            >
              <Download aria-hidden="true" />
              Trust bundle
            </Button>
            {admin ? (
              <Button size="small" disabledReason={whyNotRotate(data.authorities)} onClick={() => setRotating(true)}>
                <RefreshCw aria-hidden="true" />
                Rotate
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      {authorities.isPending ? <SkeletonRows rows={3} label="Loading the authority" /> : null}
      {authorities.isError && !data ? (
        <FailureState
          className="py-8"
          failure={describeError(authorities.error)}
          onRetry={() => void authorities.refetch()}
        />
      ) : null}
      {data ? (
        <Stale when={authorities.isError}>
          <ul aria-label="Authorities">
            {data.authorities.map((authority) => (
              <AuthorityRow key={authority.number} authority={authority} />
            ))}
          </ul>
          <WithdrawnCertificates withdrawn={data.withdrawn} />
        </Stale>
      ) : null}
      {rotating ? (
        <ConfirmDialog
          title={`Rotate the root of ${mesh}?`}
          description="A new root is made and trusted beside this one at once; it signs once every proxy knows it. The old one stays trusted until what it signed has run out. No connection breaks, but who pinned the old root by hand needs the new trust bundle."
          act="Rotate the root"
          busy="Rotating"
          keep="Not now"
          queryKey={authoritiesQuery(mesh).queryKey}
          confirm={() => rotateAuthority(mesh)}
          onClose={() => setRotating(false)}
        />
      ) : null}
    </Panel>
  );
}

function whyNotRotate(authorities: readonly MeshAuthority[]): string | undefined {
  if (authorities.some(({ state, given }) => given && state === "active"))
    return "It is given by files: put the new one there and restart";
  return authorities.some(({ state }) => state === "incoming") ? "A new root is on its way already" : undefined;
}

function AuthorityRow({ authority }: { authority: MeshAuthority }) {
  const { number, state, given, rootFingerprint, intermediateFingerprint, rootExpiresAt, signsUntil } = authority;
  const { status, words } = STATES[state];
  return (
    <li className="grid gap-2 border-b border-border-1 px-3.5 py-3 last:border-b-0">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">Authority {number}</span>
        <HealthChip status={status}>{words}</HealthChip>
        <span className="text-text-3">{given ? "given by files" : "made here, keys sealed"}</span>
      </p>
      <dl className="grid gap-x-6 gap-y-2 lg:grid-cols-2">
        <Certificate name="Root" fingerprint={rootFingerprint} until={rootExpiresAt} />
        {intermediateFingerprint ? (
          <Certificate name="Intermediate" fingerprint={intermediateFingerprint} until={signsUntil} />
        ) : null}
      </dl>
    </li>
  );
}

function Certificate({ name, fingerprint, until }: { name: string; fingerprint: string; until: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-text-3">
        {name}, valid until <time dateTime={until}>{wholeTime(Date.parse(until))}</time>
      </dt>
      <dd className="mono mt-0.5 text-xs">
        <BrokenText text={fingerprint} after=":" />
      </dd>
    </div>
  );
}
