import { cva, type VariantProps } from "class-variance-authority";

/** Look of everything that is pressed: buttons, links that look like buttons, triggers of menus. */
export const buttonStyle = cva(
  [
    "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-2 border font-medium",
    "transition-colors duration-[80ms] [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:stroke-[1.75]",
    "disabled:cursor-not-allowed aria-disabled:cursor-not-allowed",
  ],
  {
    variants: {
      variant: {
        primary: "border-ink bg-ink font-semibold text-on-ink hover:bg-ink-hover",
        default:
          "border-border-2 bg-surface-2 text-text-1 hover:bg-surface-3 active:bg-surface-3 data-[popup-open]:bg-surface-3",
        picker:
          "border-border-2 bg-transparent font-normal text-text-1 hover:bg-surface-2 data-[popup-open]:bg-surface-2",
        ghost:
          "border-transparent bg-transparent text-text-2 hover:bg-surface-2 hover:text-text-1 active:bg-surface-3 data-[popup-open]:bg-surface-3",
        danger: "border-failing-border bg-transparent text-failing-fg hover:bg-failing-bg",
        dangerSolid: "border-failing-mark bg-failing-mark font-semibold text-on-mark hover:brightness-110",
      },
      size: {
        default: "h-8 px-3 max-sm:min-h-11",
        small: "h-[26px] px-[9px] text-xs max-sm:min-h-9 max-sm:text-sm",
        touch: "h-11 px-[18px] text-md",
        icon: "size-8 px-0 max-sm:size-11",
        iconSmall: "size-[26px] px-0 max-sm:size-9",
      },
      off: { true: "border-border-2 border-dashed bg-surface-2 font-medium text-text-3 hover:bg-surface-2", false: "" },
    },
    defaultVariants: { variant: "default", size: "default", off: false },
  },
);

export type ButtonStyle = Omit<VariantProps<typeof buttonStyle>, "off">;
