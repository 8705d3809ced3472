import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

type Props = Omit<ComponentProps<"input">, "size"> & {
  icon?: ReactNode;
  /** Something after the text: a count, a key hint, a unit. */
  after?: ReactNode;
  invalid?: boolean;
  small?: boolean;
  mono?: boolean;
};

/** Typed text. Give it a label by `Field`, or `aria-label`. */
export function Input({ icon, after, invalid, small, mono, className, ...rest }: Props) {
  return (
    <span
      className={cn(
        "flex min-w-0 items-center gap-2 rounded-2 border border-border-control bg-surface-input text-text-1",
        "focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-text-3",
        "has-disabled:border-dashed has-disabled:text-text-3",
        small ? "h-[26px] px-2 text-xs max-sm:h-9 max-sm:text-sm" : "h-8 px-2.5 max-sm:h-11",
        invalid && "border-failing-mark",
        className,
      )}
    >
      {icon}
      <input
        autoComplete="off"
        spellCheck={false}
        {...rest}
        aria-invalid={invalid || undefined}
        className={cn("w-full min-w-0 flex-1 bg-transparent outline-none placeholder:text-text-3", mono && "mono")}
      />
      {after}
    </span>
  );
}
