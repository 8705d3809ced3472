import type { ReactNode } from "react";

/** The head of a part of the form: its number, its name, something at the right. */
export function FormStep({
  number,
  id,
  title,
  caption,
  children,
}: {
  number: number;
  id: string;
  title: string;
  caption?: string;
  children?: ReactNode;
}) {
  return (
    <div className="mb-2 flex items-center gap-2">
      <span
        aria-hidden="true"
        className="grid size-[18px] shrink-0 place-items-center rounded-full bg-surface-3 text-2xs font-semibold text-text-2"
      >
        {number}
      </span>
      <h3 id={id} className="font-medium">
        {title}
      </h3>
      {caption ? <span className="min-w-0 truncate text-xs text-text-3">{caption}</span> : null}
      {children}
    </div>
  );
}
