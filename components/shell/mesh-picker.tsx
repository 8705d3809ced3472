"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Network } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Menu } from "@/components/ui/menu";
import { sessionQuery } from "@/lib/client/queries/session";
import { useScope } from "@/lib/client/use-scope";

function Environment({ name }: { name: string | undefined }) {
  if (!name) return null;
  const tone = name === "production" ? "border-env-prod text-env-prod" : "border-env-stage text-env-stage";
  return (
    <span
      className={cn(
        "inline-flex h-[18px] items-center rounded-1 border px-1.5 text-2xs font-semibold max-sm:hidden",
        tone,
      )}
    >
      {name}
    </span>
  );
}

/** Which mesh the console shows. With one mesh: its name. */
export function MeshPicker() {
  const { mesh, setScope } = useScope();
  const session = useQuery(sessionQuery());
  const meshes = session.data?.meshes ?? [];
  const face = (
    <>
      <Network aria-hidden="true" className="size-4 shrink-0 stroke-[1.75]" />
      <span className="max-w-40 truncate font-medium">{mesh || "…"}</span>
      <Environment name={session.data?.environments?.[mesh]} />
    </>
  );
  if (meshes.length < 2) {
    return (
      <span className="inline-flex h-8 min-w-0 items-center gap-1.5 px-2" title={`Mesh ${mesh}`}>
        {face}
      </span>
    );
  }
  return (
    <Menu
      trigger={
        <Button variant="picker" className="max-sm:min-h-9" aria-label={`Mesh: ${mesh}`}>
          {face}
          <ChevronDown className="!size-3.5 text-text-3" aria-hidden="true" />
        </Button>
      }
      entries={meshes.map((name) => ({
        id: name,
        label: name,
        checked: name === mesh,
        onSelect: () => setScope({ mesh: name === session.data?.mesh ? null : name, ns: null }),
      }))}
    />
  );
}
