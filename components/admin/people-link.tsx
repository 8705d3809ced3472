"use client";

import { useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { paths } from "@/lib/client/paths";
import { sessionQuery } from "@/lib/client/queries/session";
import { useScope } from "@/lib/client/use-scope";
import { holdsRole } from "@/lib/model/grants";

/** The way to the people's page, for those who may give rights. */
export function PeopleLink() {
  const session = useQuery(sessionQuery());
  const { scope } = useScope();
  if (!session.data || !holdsRole(session.data.actor, "admin", null)) return null;
  return (
    <ButtonLink href={paths.people(scope)} size="small">
      <Users aria-hidden="true" />
      People
    </ButtonLink>
  );
}
