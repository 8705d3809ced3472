import { parseAllDocuments } from "yaml";

/** The texts between the `---` lines of a YAML stream, exactly as written, comments included; empty ones left out. */
export function splitDocuments(stream: string): string[] {
  const documents = parseAllDocuments(stream, { logLevel: "silent" });
  if (!Array.isArray(documents) || documents.length < 2) return stream.trim() === "" ? [] : [stream];
  const ends = documents.map((document, i) => (i === documents.length - 1 ? stream.length : document.range[2]));
  return ends
    .map((end, i) => withoutMarkers(stream.slice(i === 0 ? 0 : ends[i - 1], end)))
    .filter((text) => text.split("\n").some((line) => line.trim() !== "" && !line.trimStart().startsWith("#")));
}

function withoutMarkers(text: string): string {
  return text.replace(/^(?:\s*---[ \t]*\r?\n)+/, "").replace(/(?:^|\n)(?:---|\.\.\.)\s*$/, "\n");
}
