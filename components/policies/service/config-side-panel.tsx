"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { FailureState } from "@/components/ui/failure-state";
import { Note } from "@/components/ui/note";
import { SidePanel } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { describeError } from "@/lib/client/api-error";
import { paths } from "@/lib/client/paths";
import { pushChange } from "@/lib/client/push-change";
import { configHistoryQuery } from "@/lib/client/queries/config";
import { useScope } from "@/lib/client/use-scope";
import type { ConfigObject, ConfigRevision } from "@/lib/model/config-object";
import { diffObject } from "@/lib/policy/diff/diff-object";
import { objectName } from "@/lib/policy/object-name";
import { DiffStat } from "../diff-stat";
import { DiffView } from "../diff-view";
import { TimeText } from "../time-text";
import { YamlEditor } from "../yaml-editor";

/** One object: its text as written, and every version it had with what each changed. */
export function ConfigSidePanel({ object, onClose }: { object: ConfigObject; onClose: () => void }) {
  const [tab, setTab] = useState<"yaml" | "history">("yaml");
  const name = objectName(object.kind, object.key);
  return (
    <SidePanel
      label={name}
      onClose={onClose}
      headActions={<CopyButton text={object.yaml} label="Copy the YAML" />}
      head={
        <>
          <p className="text-xs text-text-3">{object.kind}</p>
          <h2 className="truncate text-lg font-semibold">
            {object.key.namespace}/{object.key.name}
          </h2>
          <p className="text-xs text-text-2">
            Version {object.resourceVersion}, {object.updatedBy}, <TimeText iso={object.updatedAt} />
          </p>
        </>
      }
    >
      <Tabs
        label="About the object"
        value={tab}
        onChange={setTab}
        className="-mx-4"
        items={[
          {
            value: "yaml",
            label: "YAML",
            content: (
              <div className="h-[60vh]">
                <YamlEditor key={`${object.resourceVersion}`} label={`YAML of ${name}`} value={object.yaml} readOnly />
              </div>
            ),
          },
          { value: "history", label: "History", content: <History object={object} /> },
        ]}
      />
    </SidePanel>
  );
}

function History({ object }: { object: ConfigObject }) {
  const { mesh } = useScope();
  const history = useQuery(configHistoryQuery(mesh, object.key));
  if (history.isError && !history.data)
    return <FailureState failure={describeError(history.error)} onRetry={() => void history.refetch()} />;
  if (!history.data) return <SkeletonRows rows={4} label="Loading the history" />;
  return (
    <ol className="px-4">
      {history.data.map((revision, i) => (
        <li key={revision.revision} className="border-b border-border-1 py-3 last:border-b-0">
          <RevisionEntry
            revision={revision}
            before={history.data[i + 1]?.yaml ?? null}
            current={object}
            newest={i === 0}
          />
        </li>
      ))}
    </ol>
  );
}

function RevisionEntry({
  revision,
  before,
  current,
  newest,
}: {
  revision: ConfigRevision;
  before: string | null;
  current: ConfigObject;
  newest: boolean;
}) {
  const [open, setOpen] = useState(newest);
  const diff = diffObject(revision.key, revision.kind, before, revision.yaml);
  return (
    <>
      <div className="flex items-center gap-2">
        <span className="font-medium">
          {revision.yaml === null ? "Deleted" : `Version ${revision.resourceVersion}`}
        </span>
        <DiffStat added={diff.added} removed={diff.removed} />
        <Button size="small" variant="ghost" className="ml-auto" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Hide" : "Show"} difference
        </Button>
      </div>
      <p className="text-xs text-text-2 [overflow-wrap:anywhere]">{revision.reason || "No reason given"}</p>
      <p className="text-xs text-text-3">
        {revision.updatedBy}, <TimeText iso={revision.updatedAt} />
      </p>
      {open ? (
        <div className="mt-2 overflow-hidden rounded-2 border border-border-1">
          <DiffView diff={diff} context={2} />
        </div>
      ) : null}
      {newest || revision.yaml === null || revision.yaml === current.yaml ? null : (
        <PushOld revision={revision} current={current} />
      )}
    </>
  );
}

/** Writes an older text again, as a change like any other. */
function PushOld({ revision, current }: { revision: ConfigRevision; current: ConfigObject }) {
  const { mesh, scope } = useScope();
  const router = useRouter();
  const queryClient = useQueryClient();
  const push = useMutation({
    mutationFn: () =>
      pushChange(
        mesh,
        [{ key: current.key, yaml: revision.yaml, resourceVersion: current.resourceVersion }],
        `Back to version ${revision.resourceVersion} of ${objectName(current.kind, current.key)}`,
      ),
    onSuccess: async (change) => {
      queryClient.setQueryData(["change", change.id], change);
      router.push(paths.change(change.id, scope));
      await queryClient.invalidateQueries({ queryKey: ["service"] });
    },
  });
  return (
    <div className="mt-2 grid gap-2">
      <Button size="small" busy={push.isPending ? "Pushing" : undefined} onClick={() => push.mutate()}>
        Push version {revision.resourceVersion} again
      </Button>
      {push.error ? (
        <Note tone="failing" live title={describeError(push.error).what}>
          {describeError(push.error).why} {describeError(push.error).next}
        </Note>
      ) : null}
    </div>
  );
}
