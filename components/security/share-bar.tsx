import { shareWords } from "./stage-words";

/** Mutual TLS at full height, plaintext at half: told apart without colour, and in words below. */
export function ShareBar({ share, known }: { share: number | null; known: boolean }) {
  const plain = share === null ? 0 : 1 - share;
  return (
    <span className="block min-w-0">
      <span aria-hidden="true" className="flex h-2 items-end gap-px overflow-hidden rounded-[2px] bg-surface-3">
        {share !== null && share > 0 ? <span className="h-2 bg-mtls-fg" style={{ flex: share }} /> : null}
        {plain > 0 ? <span className="h-1 bg-plain-fg" style={{ flex: plain }} /> : null}
      </span>
      <span className="text-xs">
        {share === null ? (
          <span className="text-text-3">{shareWords(share, known)}</span>
        ) : (
          <>
            <span className="font-medium text-mtls-fg">{shareWords(share)} mTLS</span>
            {plain > 0 ? <span className="ml-1.5 text-plain-fg">{shareWords(plain)} plaintext</span> : null}
          </>
        )}
      </span>
    </span>
  );
}
