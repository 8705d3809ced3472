"use client";

import { useQuery } from "@tanstack/react-query";
import { Note } from "@/components/ui/note";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/client/paths";
import { isActive, rolloutsQuery } from "@/lib/client/queries/rollouts";
import { useScope } from "@/lib/client/use-scope";
import { phaseLook } from "../phase-words";
import { candidateShare, currentTarget, shareText } from "../shares";
import { isTargetOf, targetWords } from "../target-words";

/** The rollouts that move a service's traffic now, each with the way to it. Nothing while there is none. */
export function RunningRollouts({
  namespace,
  name,
  warns,
  className,
}: {
  namespace: string;
  name: string;
  /** the page writes what the rollout steers */
  warns?: boolean;
  className?: string;
}) {
  const { mesh, scope } = useScope();
  const query = useQuery(rolloutsQuery(mesh));
  const running = (query.data ?? []).filter(
    (one) =>
      isActive(one) &&
      one.run.phase !== "validated" &&
      one.run.phase !== "draft" &&
      one.targets.some((target) => isTargetOf(target, { namespace, name })),
  );
  if (running.length === 0) return null;
  return (
    <div className={`grid gap-2 ${className ?? ""}`}>
      {running.map((one) => {
        const target = one.targets.find((other) => isTargetOf(other, { namespace, name })) ?? currentTarget(one);
        const share = candidateShare(one.run.desired, target);
        return (
          <Note
            key={one.id}
            tone={warns ? "degraded" : "accent"}
            title={`R-${one.number} is running here, ${stepOf(one)}.`}
            action={<TextLink href={paths.rollout(one.id, scope)}>Open it</TextLink>}
          >
            {target ? targetWords(target) : one.name}
            {share === null ? "" : ` at ${shareText(share)}%`}, {phaseLook(one.run).words.toLowerCase()}.
            {warns ? " What you push here stops it: it sees the change and asks a person." : ""}
          </Note>
        );
      })}
    </div>
  );
}

/** "step 3 of 6" */
function stepOf({ stepIndex, steps }: { stepIndex: number; steps: number }): string {
  return stepIndex < 0 ? "before its first step" : `step ${Math.min(stepIndex + 1, steps)} of ${steps}`;
}
