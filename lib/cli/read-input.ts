import { readFile } from "node:fs/promises";
import { HeddleError } from "@/lib/model/heddle-error";

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** The text of a file, or of standard input for "-". */
export async function readInput(file: string): Promise<string> {
  if (file === "-") return readStdin();
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new HeddleError("invalid_input", {
      what: `Cannot read ${file}.`,
      why: cause instanceof Error ? cause.message : String(cause),
      next: "Name a readable file, or - for standard input.",
      cause,
    });
  }
}
