"use client";

import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "@/lib/client/queries/session";
import { useScope } from "@/lib/client/use-scope";

const COLOR = { production: "bg-env-prod", staging: "bg-env-stage" } as const;

/** Two pixels along the top say which environment is steered. None for a mesh without one. */
export function EnvironmentLine() {
  const { mesh } = useScope();
  const environment = useQuery(sessionQuery()).data?.environments?.[mesh];
  if (!environment) return null;
  return (
    <div aria-hidden="true" className={`pointer-events-none fixed inset-x-0 top-0 z-20 h-0.5 ${COLOR[environment]}`} />
  );
}
