"use client";

import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "@/lib/client/queries/session";
import { useScope } from "@/lib/client/use-scope";
import { holdsRoleSomewhere } from "@/lib/model/grants";
import { AuthorityPanel } from "./authority-panel";
import { JoinTokenPanel } from "./join-token-panel";

/** How workloads get an identity: the join tokens that admit their proxies, and the authority that signs their certificates. */
export function IdentityPage() {
  const session = useQuery(sessionQuery());
  const { mesh } = useScope();
  const operates = session.data ? holdsRoleSomewhere(session.data.actor, "operator") : true;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4 max-sm:p-3">
      <div className="mx-auto grid max-w-[1280px] gap-3">
        {operates ? <JoinTokenPanel mesh={mesh} /> : null}
        <AuthorityPanel mesh={mesh} />
      </div>
    </div>
  );
}
