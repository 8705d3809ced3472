import { ButtonLink } from "@/components/ui/button-link";
import { paths } from "@/lib/client/paths";
import type { Scope } from "@/lib/client/scope-params";
import type { RolloutDetail } from "@/lib/model/rollout";
import { PhaseChip } from "../phase-chip";
import { liveMoment } from "../replay/moment";
import { runSentence } from "../run/run-sentence";
import { ApprovalsPanel } from "./approvals-panel";
import { OpenBreakGlass } from "./break-glass";

/** The request was decided, or there is none: where the run is now, and who decided what. */
export function NothingToApprove({
  detail,
  scope,
  me,
}: {
  detail: RolloutDetail;
  scope: Scope;
  me: { id: string; name: string } | undefined;
}) {
  return (
    <div className="mx-auto grid w-full max-w-[720px] gap-3 p-4 max-sm:p-3">
      <div className="grid justify-items-start gap-2">
        <PhaseChip run={detail.run} />
        <h2 className="text-xl font-semibold tracking-[-0.018em]">
          {runSentence(detail, liveMoment(detail, undefined))}
        </h2>
        <p className="text-text-2">Nothing waits for approval here now. {detail.run.reasonText}</p>
        <ButtonLink variant="primary" href={paths.rollout(detail.id, scope)}>
          See the rollout
        </ButtonLink>
      </div>
      <OpenBreakGlass detail={detail} me={me} />
      <ApprovalsPanel detail={detail} gate={null} me={me} />
    </div>
  );
}
