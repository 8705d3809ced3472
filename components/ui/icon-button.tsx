"use client";

import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button";
import { Kbd } from "./kbd";
import { Tooltip } from "./tooltip";

type Props = Omit<ComponentProps<typeof Button>, "size" | "aria-label" | "disabledReason" | "busy"> & {
  /** Its name, read aloud and shown as tooltip. */
  label: string;
  small?: boolean;
  hint?: string;
  children: ReactNode;
};

/** A button of one icon: always with a name and a tooltip. */
export function IconButton({ label, small, hint, variant = "ghost", children, ...rest }: Props) {
  return (
    <Tooltip
      content={
        <span className="flex items-center gap-2">
          {label}
          {hint ? <Kbd>{hint}</Kbd> : null}
        </span>
      }
    >
      <Button {...rest} variant={variant} size={small ? "iconSmall" : "icon"} aria-label={label}>
        {children}
      </Button>
    </Tooltip>
  );
}
