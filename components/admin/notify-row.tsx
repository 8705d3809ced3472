"use client";

import { useMutation } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { Button } from "@/components/ui/button";
import { HealthChip } from "@/components/ui/chip";
import { Note } from "@/components/ui/note";
import { describeError } from "@/lib/client/api-error";
import { testNotifyTarget } from "@/lib/client/queries/notify";
import type { NotifyTarget } from "@/lib/model/notify-target";
import { noticeWords } from "./notice-groups";
import { TimeText } from "./time-text";

const KIND_WORDS = { webhook: "JSON", slack: "Slack format" } as const;

function State({ target: { enabled, lastError, lastSentAt, waiting } }: { target: NotifyTarget }) {
  if (!enabled) return <HealthChip status="idle">Off</HealthChip>;
  if (lastError)
    return <HealthChip status="failing">{waiting > 0 ? `${waiting} not arrived` : "Not arrived"}</HealthChip>;
  if (waiting > 0) return <HealthChip status="degraded">{`${waiting} on the way`}</HealthChip>;
  return lastSentAt ? (
    <HealthChip status="healthy">Arrives</HealthChip>
  ) : (
    <HealthChip status="unknown">Not used yet</HealthChip>
  );
}

/** One target: what it is told of, whether messages arrive, a test send with its result, change, removal. */
export function NotifyRow({
  target,
  onChange,
  onRemove,
}: {
  target: NotifyTarget;
  onChange: () => void;
  onRemove: () => void;
}) {
  const test = useMutation({ mutationFn: () => testNotifyTarget(target.id) });
  const failure = test.isError ? describeError(test.error) : null;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-2 border-b border-border-1 px-3.5 py-3 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64 max-sm:basis-full">
          <span className="flex flex-wrap items-center gap-2">
            <span className="min-w-0 truncate font-medium">{target.name}</span>
            <State target={target} />
          </span>
          <span className="block text-text-3 [overflow-wrap:anywhere]">
            <span className="mono">{target.host}</span> · {KIND_WORDS[target.kind]}
            {target.kind === "webhook" ? (target.signed ? ", signed" : ", unsigned") : ""} · {noticeWords(target.kinds)}{" "}
            · last arrived <TimeText iso={target.lastSentAt} none="never" />
          </span>
        </div>
        <div className="flex gap-2 max-sm:w-full max-sm:[&>*]:flex-1">
          <Button
            size="small"
            busy={test.isPending ? "Sending" : undefined}
            aria-label={`Send a test to ${target.name}`}
            onClick={() => test.mutate()}
          >
            <Send aria-hidden="true" />
            Send a test
          </Button>
          <Button size="small" aria-label={`Change ${target.name}`} onClick={onChange}>
            Change
          </Button>
          <Button size="small" variant="danger" aria-label={`Remove ${target.name}`} onClick={onRemove}>
            Remove
          </Button>
        </div>
      </div>
      {target.lastError ? (
        <p className="text-failing-fg [overflow-wrap:anywhere]">The last message did not arrive: {target.lastError}</p>
      ) : null}
      {test.data ? (
        <Note
          live
          tone={test.data.error ? "failing" : "healthy"}
          title={test.data.error ? "The test did not arrive." : "The test arrived."}
        >
          {test.data.error ?? "The receiver took it."}
        </Note>
      ) : null}
      {failure ? (
        <Note live tone="failing" title={failure.what}>
          {failure.why} {failure.next}
        </Note>
      ) : null}
    </li>
  );
}
