import { createTwoFilesPatch } from "diff";

/** A file as it is in the repository and as it shall be; null: it is not there. */
export interface FileChange {
  path: string;
  before: string | null;
  after: string | null;
}

export interface CommitText {
  subject: string;
  /** paragraphs and trailers below the subject */
  body: string;
  date: Date;
}

/** What git's own mail format puts where the commit's id stands: `git am` knows a patch by it. */
const MAIL_HEAD = `From ${"0".repeat(40)} Mon Sep 17 00:00:00 2001`;

/** A commit as text, in the mail format of `git format-patch`: `git am` commits it, `git apply` only changes the files. */
export function gitPatch({ subject, body, date }: CommitText, changes: readonly FileChange[]): string {
  const head = [
    MAIL_HEAD,
    "From: Heddle <heddle@localhost>",
    `Date: ${date.toUTCString().replace("GMT", "+0000")}`,
    `Subject: [PATCH] ${oneLine(subject)}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=UTF-8",
    "Content-Transfer-Encoding: 8bit",
  ];
  return `${head.join("\n")}\n\n${body}\n---\n\n${changes.map(fileDiff).join("")}-- \nHeddle\n`;
}

/** Text that stays on one line of a mail's head or of a commit's trailers. */
export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

function fileDiff({ path, before, after }: FileChange): string {
  const [old, now] = [`a/${path}`, `b/${path}`];
  const patch = createTwoFilesPatch(
    before === null ? "/dev/null" : old,
    after === null ? "/dev/null" : now,
    before ?? "",
    after ?? "",
    undefined,
    undefined,
    { context: 3 },
  );
  const mode = before === null ? "new file mode 100644\n" : after === null ? "deleted file mode 100644\n" : "";
  return `diff --git ${old} ${now}\n${mode}${patch.slice(patch.indexOf("--- "))}`;
}
