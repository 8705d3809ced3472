"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { paths } from "@/lib/client/paths";
import { pushChange } from "@/lib/client/push-change";
import { changePreviewQuery } from "@/lib/client/queries/change-preview";
import { mtlsQuery } from "@/lib/client/queries/mtls";
import { useScope } from "@/lib/client/use-scope";
import type { MtlsNamespace } from "@/lib/model/mtls-overview";
import type { MtlsMode } from "@/lib/policy/mtls/effective-mode";
import { withMode } from "@/lib/policy/mtls/with-mode";

/** The shortest reason that is taken, as the API has it. */
const REASON_MIN = 10;

/** What the change would be: the policy of the namespace with another mode. */
function itemOf({ namespace, policy }: MtlsNamespace, mode: MtlsMode) {
  const key = policy?.key ?? {
    ...{ group: "security.istio.io", version: "v1", plural: "peerauthentications" },
    ...{ namespace, name: "default" },
  };
  const resourceVersion = policy?.resourceVersion ?? null;
  return { key, yaml: withMode(policy?.yaml ?? null, namespace, mode), resourceVersion };
}

/** Shows what a change of mode does before it is pushed; with `override` it also asks why callers may be locked out. */
export function ModeDialog({
  namespace,
  mode,
  override: begunAsOverride,
  onClose,
}: {
  namespace: MtlsNamespace;
  mode: MtlsMode;
  override: boolean;
  onClose: () => void;
}) {
  const { mesh, scope } = useScope();
  const router = useRouter();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [override, setOverride] = useState(begunAsOverride);
  const items = [itemOf(namespace, mode)];
  const preview = useQuery(changePreviewQuery(mesh, items));
  const push = useMutation({
    mutationFn: () =>
      pushChange(mesh, items, reason || `${mode} in ${namespace.namespace}`, override ? reason.trim() : undefined),
    onSuccess: async (change) => {
      await client.invalidateQueries({ queryKey: mtlsQuery(mesh).queryKey });
      router.push(paths.change(change.id, scope));
    },
  });
  const warnings = (preview.data?.findings ?? []).filter(({ severity }) => severity === "warning");
  const errors = (preview.data?.findings ?? []).filter(({ severity }) => severity === "error");
  const blocking = errors.filter(({ overridable }) => !(override && overridable));
  const mayOverride = !override && errors.length > 0 && errors.every(({ overridable }) => overridable);
  const why = reasonWhyNot(blocking.length, override && reason.trim().length < REASON_MIN, preview.isPending);
  const failure = push.isError ? describeError(push.error) : null;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={override ? `Override: strict in ${namespace.namespace}` : `${TITLES[mode]} in ${namespace.namespace}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {mayOverride ? (
            <Button variant="ghost" onClick={() => setOverride(true)}>
              Override with a reason…
            </Button>
          ) : null}
          <Button
            variant={override ? "danger" : "primary"}
            disabledReason={why}
            disabled={push.isPending}
            onClick={() => push.mutate()}
          >
            {push.isPending ? "Pushing" : override ? "Override and push" : "Push"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {preview.isError ? <Note tone="failing">{describeError(preview.error).what}</Note> : null}
        {preview.isPending ? <SkeletonRows rows={3} label="Working out what it would do" /> : null}
        <ul className="list-disc pl-4">
          {(preview.data?.effects ?? []).map((effect) => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
        {errors.map(({ code, message, fix }) => (
          <Note key={message} tone="plaintext" title={code}>
            {message} {fix}
          </Note>
        ))}
        {warnings.map(({ code, message, fix }) => (
          <Note key={message} tone="degraded" title={code}>
            {message} {fix}
          </Note>
        ))}
        {(preview.data?.diffs ?? []).map((diff) => (
          <pre
            key={diff.key.name}
            className="mono max-h-56 overflow-auto rounded-2 border border-border-1 bg-surface-1 p-2 text-xs"
          >
            {diff.lines.map(({ kind, text }) => `${{ same: " ", add: "+", del: "−" }[kind]} ${text}`).join("\n")}
          </pre>
        ))}
        {preview.data ? (
          <p className="text-xs text-text-3">Touches {preview.data.touches.proxies} connected proxies.</p>
        ) : null}
        {mode === "STRICT" ? (
          <p className="text-xs text-text-3">
            New plaintext connections are refused at once. Those that are open go on until Envoy has drained them:
            within its <span className="mono">--drain-time-s</span>, 600 s unless set; at once with{" "}
            <span className="mono">--drain-strategy immediate</span> and a short drain time.
          </p>
        ) : null}
        {override ? (
          <Field label="Why these callers may be locked out" hint="Kept in the audit log as an override.">
            {({ id, describedBy }) => (
              <Input
                id={id}
                aria-describedby={describedBy}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        ) : null}
        {failure ? (
          <Note tone="failing" title={failure.what} live>
            {failure.why} {failure.next}
          </Note>
        ) : null}
      </div>
    </Dialog>
  );
}

const TITLES: Record<MtlsMode, string> = {
  PERMISSIVE: "Take both transports",
  STRICT: "Turn on strict",
  DISABLE: "Turn mutual TLS off",
};

function reasonWhyNot(blocking: number, reasonless: boolean, pending: boolean): string | undefined {
  if (pending) return "What it would do is being worked out.";
  if (blocking > 0) return "Something speaks against it; see above.";
  return reasonless ? `Give a reason of ${REASON_MIN} characters at least.` : undefined;
}
