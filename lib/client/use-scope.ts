"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useCallback } from "react";
import { sessionQuery } from "./queries/session";
import { type Scope, scopeParams } from "./scope-params";

export interface ScopeState {
  /** as in the URL; hand it to `paths` */
  scope: Scope;
  /** the mesh in force: the URL's, else the console's default; "" until the session is known */
  mesh: string;
  /** null: all */
  namespaces: string[] | null;
  durationSec: number;
  /** epoch ms; null: live */
  atMs: number | null;
  setScope: (change: Partial<Scope>) => void;
}

/** Mesh, namespaces and time of the page, read from and written to the URL. */
export function useScope(): ScopeState {
  const [scope, set] = useQueryStates(scopeParams, { history: "push" });
  const session = useQuery(sessionQuery());
  const setScope = useCallback((change: Partial<Scope>) => void set(change), [set]);
  return {
    scope,
    mesh: scope.mesh ?? session.data?.mesh ?? "",
    namespaces: scope.ns?.length ? scope.ns : null,
    durationSec: scope.from,
    atMs: scope.at,
    setScope,
  };
}
