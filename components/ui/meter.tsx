import { cn } from "./cn";

export interface MeterPart {
  id: string;
  /** 0..1 of the whole */
  share: number;
  /** any CSS colour, from tokens */
  color: string;
  /** on its way or after the fact: hatched in its colour */
  hatched?: boolean;
  title?: string;
}

/** Shares of a whole, solid as observed. `wanted` (0..1) draws a dashed tick across. */
export function Meter({
  parts,
  label,
  wanted,
  className,
}: {
  parts: readonly MeterPart[];
  /** what the shares say, for readers */
  label: string;
  wanted?: number;
  className?: string;
}) {
  return (
    <div className={cn("relative h-2.5", className)} role="img" aria-label={label}>
      <div className="flex h-full gap-px overflow-hidden rounded-[3px] bg-surface-3">
        {parts
          .filter((part) => part.share > 0)
          .map((part) => (
            <div
              key={part.id}
              title={part.title}
              className={cn("h-full min-w-[2px]", part.hatched && "hatch")}
              style={{
                width: `${part.share * 100}%`,
                ...(part.hatched ? { ["--hatch-color" as string]: part.color } : { background: part.color }),
              }}
            />
          ))}
      </div>
      {wanted === undefined ? null : (
        <span
          aria-hidden="true"
          className="absolute -inset-y-1 border-l-[1.5px] border-dashed border-accent"
          style={{ left: `${wanted * 100}%` }}
        />
      )}
    </div>
  );
}
