/** The effect of a change in words, the first sentence loudest, and what stays as it is. */
export function Effects({ effects, unchanged }: { effects: readonly string[]; unchanged: readonly string[] }) {
  const [first, ...rest] = effects;
  if (!first) return null;
  return (
    <div className="px-3.5 py-3 text-md">
      <p>
        <strong>{first}</strong> {rest.join(" ")}
      </p>
      {unchanged.length > 0 ? <p className="mt-1 text-sm text-text-3">Unchanged: {unchanged.join(", ")}.</p> : null}
    </div>
  );
}
