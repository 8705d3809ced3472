import { Fragment } from "react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";

/** A line to run in a shell, or an address to paste, with a copy button. It breaks between words: never after the dashes of an option. */
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
      <code className="mono min-w-0 flex-1">
        {text.split(" ").map((word, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the words of a line have no other name, and keep their order
          <Fragment key={i}>
            {i > 0 ? " " : ""}
            <span className="inline-block max-w-full [overflow-wrap:anywhere]">{word}</span>
          </Fragment>
        ))}
      </code>
      <CopyButton text={text} label="Copy" />
    </div>
  );
}
