"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { CommandLine } from "@/components/ui/command-line";
import { CopyButton } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/panel";
import { saveFile } from "@/lib/client/save-file";
import type { RolloutPatch } from "@/lib/model/rollout";

/** What a promoted run leaves behind, as a commit for the repository its objects come from: to read, copy and download. */
export function GitPanel({ number, patch }: { number: number; patch: RolloutPatch }) {
  const file = `R-${number}.patch`;
  return (
    <Panel
      flush
      title="Keep it in Git"
      caption={`${patch.files.length === 1 ? "1 file" : `${patch.files.length} files`}, one commit`}
      action={
        <>
          <CopyButton text={patch.text} label="Copy the patch" />
          <Button size="small" onClick={() => saveFile(file, patch.text, "text/x-patch")}>
            <Download aria-hidden="true" />
            Download
          </Button>
        </>
      }
    >
      <div className="grid gap-2.5 p-3.5">
        <p className="text-text-2">
          The mesh has this change; the repository its objects come from does not. Without it, whatever applies the
          repository next takes the change back.
        </p>
        <CommandLine text={`git am --directory=deploy ${file}`} />
        <p className="text-xs text-text-3">
          <code className="mono">deploy</code> stands for the folder that holds {patch.files.join(", ")}.
        </p>
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label="The patch"
        className="max-h-80 overflow-auto border-t border-border-1 outline-offset-[-2px]"
      >
        <pre className="mono w-max min-w-full py-2 text-xs">
          {lines(patch.text).map(({ text, at }) => (
            <span key={at} className={cn("block px-3.5", tone(text))}>
              {text || " "}
            </span>
          ))}
        </pre>
      </section>
    </Panel>
  );
}

/** Lines with where they begin in the text: two may be alike. */
function lines(patch: string): { text: string; at: number }[] {
  let at = 0;
  return patch.split("\n").map((text) => {
    const line = { text, at };
    at += text.length + 1;
    return line;
  });
}

function tone(line: string): string {
  if (/^(\+\+\+|---|diff |index |new file|deleted file)/.test(line)) return "text-text-3";
  if (line.startsWith("+")) return "bg-add-bg";
  return line.startsWith("-") ? "bg-del-bg" : "text-text-2";
}
