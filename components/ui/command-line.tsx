import { cn } from "./cn";
import { CopyButton } from "./copy-button";

/** A line to run in a shell, or an address to paste, with a copy button. */
export function CommandLine({ text, prompt = "$", className }: { text: string; prompt?: string; className?: string }) {
  return (
    <div
      className={cn(
        "flex items-center gap-2.5 rounded-2 border border-border-2 bg-surface-input py-1.5 pl-3 pr-1.5 text-left",
        className,
      )}
    >
      {prompt ? (
        <span aria-hidden="true" className="mono text-text-3">
          {prompt}
        </span>
      ) : null}
      <code className="mono min-w-0 flex-1 [overflow-wrap:anywhere]">{text}</code>
      <CopyButton text={text} label="Copy" />
    </div>
  );
}
