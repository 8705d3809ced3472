"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlus, X } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { paths } from "@/lib/client/paths";
import { peopleQuery } from "@/lib/client/queries/people";
import { sessionQuery } from "@/lib/client/queries/session";
import { useScope } from "@/lib/client/use-scope";
import { holdsRole } from "@/lib/model/grants";

const KEY = "heddle.set-up-later";

/** While nobody has an account yet: that the one-time link an administrator came by cannot be used again, and the way to an account. */
export function SetUpStrip({ pathname }: { pathname: string }) {
  const session = useQuery(sessionQuery());
  const { scope } = useScope();
  const [later, setLater] = useState(true);
  useEffect(() => setLater(localStorage.getItem(KEY) === "1"), []);
  const { data } = session;
  const byLink = data?.via === "link" && holdsRole(data.actor, "admin", null);
  const people = useQuery({ ...peopleQuery(), enabled: byLink && !later });
  if (!byLink || people.data?.length !== 0 || later || pathname === paths.setUp()) return null;
  return (
    <div className="flex shrink-0 items-center gap-2.5 border-b border-border-1 bg-surface-2 px-4 py-1.5 text-text-2 max-sm:px-3">
      <UserPlus className="size-4 shrink-0" aria-hidden="true" />
      <p className="min-w-0 flex-1">
        The link you came by works once.{" "}
        <Link href={paths.setUp(scope)} className="font-medium text-text-1 underline underline-offset-2">
          Make your account
        </Link>
      </p>
      <IconButton
        label="Hide this"
        onClick={() => {
          localStorage.setItem(KEY, "1");
          setLater(true);
        }}
      >
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
}
