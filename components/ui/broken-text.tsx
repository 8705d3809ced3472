/** Text of many parts, e.g. a principal or a fingerprint: its lines break after `after`, and within a part only where it does not fit at all. */
export function BrokenText({ text, after }: { text: string; after: "/" | ":" }) {
  return (
    <span className="[overflow-wrap:break-word] [word-break:normal]">
      {partsOf(text, after).map(({ part, at }) => (
        <span key={at}>
          {part}
          <wbr />
        </span>
      ))}
    </span>
  );
}

/** Parts with where they begin in the text, a run of `after` at the end of its part: "spiffe://", "cluster.local/", "ns". */
export function partsOf(text: string, after: "/" | ":"): { part: string; at: number }[] {
  const pattern = after === "/" ? /[^/]*\/+|[^/]+$/g : /[^:]*:+|[^:]+$/g;
  return [...text.matchAll(pattern)].map((found) => ({ part: found[0], at: found.index }));
}
