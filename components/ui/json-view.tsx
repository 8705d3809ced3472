"use client";

import { useState } from "react";
import { cn } from "./cn";

const STEP = 200;

/** JSON as a tree that opens by parts, so that megabytes cost nothing until they are looked at. Keyboard: Tab and Enter. */
export function JsonView({ value, open = 1, className }: { value: unknown; open?: number; className?: string }) {
  return (
    <div className={cn("mono text-xs leading-5 [overflow-wrap:anywhere]", className)}>
      <Node value={value} open={open} />
    </div>
  );
}

function Node({ name, value, open }: { name?: string; value: unknown; open: number }) {
  const label = name === undefined ? null : <span className="text-text-3">{name}: </span>;
  if (value === null || typeof value !== "object") {
    return (
      <div className="pl-4">
        {label}
        <Scalar value={value} />
      </div>
    );
  }
  return <Branch label={label} value={value} open={open} />;
}

function Scalar({ value }: { value: unknown }) {
  if (typeof value === "string")
    return <span className="whitespace-pre-wrap text-text-1">{JSON.stringify(value)}</span>;
  return <span className="text-series-4">{String(value)}</span>;
}

/** What tells one object of a list from the next: its name, where it has one. */
function nameOf(value: object): string | undefined {
  for (const key of ["name", "clusterName", "cluster_name"]) {
    const name = (value as Record<string, unknown>)[key];
    if (typeof name === "string" && name !== "") return name;
  }
  return undefined;
}

function Branch({ label, value, open }: { label: React.ReactNode; value: object; open: number }) {
  const [shown, setShown] = useState(open > 0);
  const [most, setMost] = useState(STEP);
  const entries = Array.isArray(value) ? value.map((v, i): [string, unknown] => [String(i), v]) : Object.entries(value);
  const [left, right] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) {
    return (
      <div className="pl-4">
        {label}
        {left}
        {right}
      </div>
    );
  }
  return (
    <details open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary className="cursor-pointer rounded-1 marker:text-text-3">
        {label}
        {shown ? left : `${left} ${nameOf(value) ?? entries.length} ${right}`}
      </summary>
      {shown ? (
        <div className="ml-1 border-l border-border-1 pl-2">
          {entries.slice(0, most).map(([key, child]) => (
            <Node key={key} name={key} value={child} open={open - 1} />
          ))}
          {entries.length > most ? (
            <button type="button" className="pl-4 text-accent hover:underline" onClick={() => setMost(most + STEP)}>
              {entries.length - most} more
            </button>
          ) : null}
        </div>
      ) : null}
    </details>
  );
}
