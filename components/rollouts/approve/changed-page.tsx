"use client";

import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import type { ObjectDiff } from "@/lib/model/change";
import type { RolloutDetail } from "@/lib/model/rollout";
import { diffObject } from "@/lib/policy/diff/diff-object";
import { HashText } from "../hash-text";
import { requestSentence } from "../run/run-sentence";
import { NextDiffs } from "./next-diffs";

/** What an approval is bound to, by name. Of live figures nothing stands here: they do not void it. */
const BOUND = [
  { key: "evidenceHash", name: "Evidence" },
  { key: "planHash", name: "Plan" },
  { key: "revisionHash", name: "Revision" },
  { key: "stepId", name: "Step" },
  { key: "gateId", name: "Gate" },
] as const;

/** Names of what differs between what the reader saw and what is true now. */
export function boundChanges(seen: RolloutDetail["binding"], now: RolloutDetail["binding"]): string[] {
  return BOUND.filter(({ key }) => seen[key] !== now[key]).map(({ name }) => name);
}

/** The request is no longer the one that was asked: what it was, what it is, and the difference between the two. */
export function ChangedPage({
  seen,
  now,
  refused,
  onLook,
}: {
  seen: RolloutDetail;
  now: RolloutDetail;
  /** the reader's decision was sent and refused because of this */
  refused: boolean;
  onLook: () => void;
}) {
  return (
    <div className="mx-auto grid w-full max-w-[960px] gap-3 p-4 max-sm:p-3">
      <h2 className="text-xl font-semibold tracking-[-0.018em]">This changed since it was asked</h2>
      <Note
        tone="degraded"
        live
        title={refused ? "Your decision was not taken." : "What you were looking at is out of date."}
        action={
          <Button size="small" variant="primary" onClick={onLook}>
            Look at it as it is now
          </Button>
        }
      >
        {refused
          ? "It was given for something that is no longer so; nothing was approved or rejected."
          : "Nothing was decided meanwhile in your name."}
      </Note>
      <Panel flush title="What is different">
        <dl className="divide-y divide-border-1">
          {BOUND.filter(({ key }) => seen.binding[key] !== now.binding[key]).map(({ key, name }) => (
            <div
              key={key}
              className="grid grid-cols-[96px_1fr_1fr] gap-3 px-3.5 py-2 max-sm:grid-cols-1 max-sm:gap-0.5"
            >
              <dt className="text-text-3">{name}</dt>
              <dd className="min-w-0 text-text-2">
                asked: <Value value={seen.binding[key]} />
              </dd>
              <dd className="min-w-0">
                now: <Value value={now.binding[key]} />
              </dd>
            </div>
          ))}
          <div className="grid grid-cols-[96px_1fr_1fr] gap-3 px-3.5 py-2 max-sm:grid-cols-1 max-sm:gap-0.5">
            <dt className="text-text-3">Request</dt>
            <dd className="text-text-2">asked: {requestSentence(seen)}</dd>
            <dd>now: {now.gate ? requestSentence(now) : "nothing waits for approval"}</dd>
          </div>
        </dl>
      </Panel>
      <NextDiffs diffs={betweenOf(seen, now)} title="What would be written, asked and now" />
    </div>
  );
}

function Value({ value }: { value: string | null }) {
  if (value === null) return <span className="text-text-3">none</span>;
  return /^[0-9a-f]{32,}$/.test(value) ? <HashText hash={value} /> : <span className="mono">{value}</span>;
}

/** The texts that would have been written then, against those that would be written now. */
function betweenOf(seen: RolloutDetail, now: RolloutDetail): ObjectDiff[] {
  const nameOf = ({ key }: ObjectDiff) => `${key.plural}/${key.namespace}/${key.name}`;
  const names = new Set([...seen.nextDiff, ...now.nextDiff].map(nameOf));
  return [...names].flatMap((name) => {
    const then = seen.nextDiff.find((one) => nameOf(one) === name);
    const next = now.nextDiff.find((one) => nameOf(one) === name);
    const either = next ?? then;
    return either ? [diffObject(either.key, either.kind, then?.after ?? null, next?.after ?? null)] : [];
  });
}
