"use client";

import { useQuery } from "@tanstack/react-query";
import { BellRing, CalendarClock, Fingerprint, Users } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { paths } from "@/lib/client/paths";
import { sessionQuery } from "@/lib/client/queries/session";
import { useScope } from "@/lib/client/use-scope";
import { holdsRole } from "@/lib/model/grants";

/** The ways to the pages below Settings: identity and freeze windows for everybody, the others for administrators. */
export function SettingsLinks() {
  const session = useQuery(sessionQuery());
  const { scope } = useScope();
  const admin = session.data ? holdsRole(session.data.actor, "admin", null) : false;
  return (
    <span className="flex gap-2 max-sm:flex-wrap max-sm:gap-1.5 max-sm:[&_svg]:hidden">
      <ButtonLink href={paths.workloadIdentity(scope)} size="small">
        <Fingerprint aria-hidden="true" />
        Identity
      </ButtonLink>
      <ButtonLink href={paths.freezeWindows(scope)} size="small">
        <CalendarClock aria-hidden="true" />
        Freeze windows
      </ButtonLink>
      {admin ? (
        <>
          <ButtonLink href={paths.notifications(scope)} size="small">
            <BellRing aria-hidden="true" />
            Notifications
          </ButtonLink>
          <ButtonLink href={paths.people(scope)} size="small">
            <Users aria-hidden="true" />
            People
          </ButtonLink>
        </>
      ) : null}
    </span>
  );
}
