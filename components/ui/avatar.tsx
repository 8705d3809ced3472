import { cn } from "./cn";

/** Initials of an actor's name: the first letters of its first two words. */
export function initials(name: string): string {
  const words = name.split(/[\s._@-]+/).filter(Boolean);
  return (words.length > 1 ? `${words[0]?.[0] ?? ""}${words[1]?.[0] ?? ""}` : name.slice(0, 2)).toUpperCase();
}

/** Who: initials in a circle. */
export function Avatar({ name, small, className }: { name: string; small?: boolean; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "grid shrink-0 place-items-center rounded-full border border-border-2 bg-surface-3 font-semibold text-text-1",
        small ? "size-5 text-[9.5px]" : "size-[26px] text-2xs",
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
