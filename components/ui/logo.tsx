/** Heddles of a loom, and the thread they steer. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 26 26" role="img" aria-label="Heddle">
      <g fill="none" stroke="var(--text-1)" strokeWidth="1.8" strokeLinecap="round">
        <path d="M6.5 2.5v7.2M6.5 16.3v7.2M13 2.5v4.2M13 13.3v10.2M19.5 2.5v7.2M19.5 16.3v7.2" />
        <ellipse cx="6.5" cy="13" rx="2" ry="3.3" />
        <ellipse cx="13" cy="10" rx="2" ry="3.3" />
        <ellipse cx="19.5" cy="13" rx="2" ry="3.3" />
      </g>
      <path
        d="M1 14.2c3.6 0 3.4-.9 5.5-1.2 3-.4 3.6-3 6.5-3s3.5 2.6 6.5 3c2.1.3 1.9 1.2 5.5 1.2"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}
