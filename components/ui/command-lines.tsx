import { CommandLine } from "./command-line";

/** Lines to run in a shell one after the other. */
export function CommandLines({ lines }: { lines: readonly string[] }) {
  return (
    <div className="grid gap-2">
      {lines.map((line) => (
        <CommandLine key={line} text={line} />
      ))}
    </div>
  );
}
