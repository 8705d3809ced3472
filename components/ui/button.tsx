"use client";

import type { ComponentProps, ReactNode } from "react";
import { type ButtonStyle, buttonStyle } from "./button-style";
import { cn } from "./cn";
import { Spinner } from "./spinner";
import { Tooltip } from "./tooltip";

type Props = Omit<ComponentProps<"button">, "disabled"> &
  ButtonStyle & {
    /** Why it cannot be pressed now. The button stays focusable, so that the reason can be read. */
    disabledReason?: ReactNode;
    disabled?: boolean;
    /** Words while it works, e.g. "Pushing, 12 of 14". The button is not pressable then. */
    busy?: string | undefined;
  };

/** Verb with object. One `primary` a view; `dangerSolid` only for the act itself. */
export function Button({
  variant,
  size,
  className,
  disabledReason,
  disabled,
  busy,
  onClick,
  children,
  ...rest
}: Props) {
  const off = Boolean(disabled || disabledReason);
  const blocked = off || Boolean(busy);
  const button = (
    <button
      type="button"
      {...rest}
      disabled={disabled && !disabledReason}
      aria-disabled={blocked || undefined}
      aria-busy={busy ? true : undefined}
      onClick={blocked ? (event) => event.preventDefault() : onClick}
      className={cn(buttonStyle({ variant, size, off }), className)}
    >
      {busy ? (
        <>
          <Spinner />
          {busy}
        </>
      ) : (
        children
      )}
    </button>
  );
  return disabledReason ? <Tooltip content={disabledReason}>{button}</Tooltip> : button;
}
