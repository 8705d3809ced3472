/** The first twelve digits of a hash in groups, as people compare them; the whole of it when hovered. */
export function HashText({ hash, className }: { hash: string; className?: string }) {
  return (
    <span title={hash} className={`mono whitespace-nowrap ${className ?? ""}`}>
      {shortHash(hash)}
    </span>
  );
}

/** "4be1·07aa·c93d" */
export function shortHash(hash: string): string {
  const digits = hash.replace(/^sha256:/, "").slice(0, 12);
  return (digits.match(/.{1,4}/g) ?? []).join("·") || "none";
}
