"use client";

import { FIND_FIELDS } from "@/lib/graph/find/find-fields";

const EXAMPLES = [
  ["p95 > 1s", "slow edges"],
  ["errors > 5%", "nodes and edges that fail"],
  ["ns = shop AND NOT healthy", "trouble in one namespace"],
  ["from = web AND (code = 503 OR flag = UO)", "calls of web that were turned away"],
  ["reviews", "a part of a name"],
] as const;

const GROUPS = [
  ["number", "Figures", "> < >= <= = !="],
  ["text", "Names", "= != ~ ^= $="],
  ["flag", "Alone, or after NOT", ""],
] as const;

/** The language of find and hide, from the table that parses it. */
export function FindHelp({ onPick }: { onPick: (text: string) => void }) {
  return (
    <div className="w-[420px] max-w-full text-xs">
      <p className="text-text-2">Join terms by AND, OR, NOT and parentheses. AND binds tighter than OR.</p>
      <ul className="mt-2">
        {EXAMPLES.map(([text, words]) => (
          <li key={text}>
            <button
              type="button"
              onClick={() => onPick(text)}
              className="flex w-full items-center gap-3 rounded-1 px-1 py-1 text-left hover:bg-surface-3"
            >
              <code className="mono text-text-1">{text}</code>
              <span className="ml-auto text-text-3">{words}</span>
            </button>
          </li>
        ))}
      </ul>
      {GROUPS.map(([type, title, operators]) => (
        <section key={type} className="mt-3">
          <h3 className="font-medium text-text-3">
            {title} {operators ? <code className="mono">{operators}</code> : null}
          </h3>
          <ul className="mt-1 flex flex-wrap gap-1">
            {Object.entries(FIND_FIELDS)
              .filter(([, field]) => field.type === type)
              .map(([name, field]) => (
                <li key={name}>
                  <code title={field.help} className="mono rounded-1 bg-surface-3 px-1.5 py-px">
                    {name}
                  </code>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
