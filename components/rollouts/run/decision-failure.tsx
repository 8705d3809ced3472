import { Note } from "@/components/ui/note";
import { describeError } from "@/lib/client/api-error";
import { changedSince } from "@/lib/client/decide-rollout";

/** Why a decision was not taken. What changed meanwhile is said apart from everything else that can go wrong. */
export function DecisionFailure({ error }: { error: unknown }) {
  if (!error) return null;
  const { what, why, next } = describeError(error);
  return changedSince(error) ? (
    <Note tone="degraded" live title="The run moved on before your act arrived; nothing was done.">
      {why} What you see now is up to date.
    </Note>
  ) : (
    <Note tone="failing" live title={what}>
      {why} {next}
    </Note>
  );
}
