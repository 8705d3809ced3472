import { cn } from "./cn";

/** `null` values are gaps. 76×20 without axis; the end has a dot. */
export function Sparkline({
  values,
  label,
  color = "var(--text-2)",
  className,
}: {
  values: readonly (number | null)[];
  label: string;
  color?: string;
  className?: string;
}) {
  const width = 76;
  const height = 20;
  const known = values.filter((v): v is number => v !== null);
  const max = Math.max(...known, 0) || 1;
  const x = (i: number) => (values.length < 2 ? width - 3 : 1 + (i / (values.length - 1)) * (width - 4));
  const y = (v: number) => height - 3 - (v / max) * (height - 6);
  let path = "";
  let pen = false;
  values.forEach((v, i) => {
    if (v !== null) path += `${pen ? "L" : "M"}${x(i).toFixed(1)} ${y(v).toFixed(1)}`;
    pen = v !== null;
  });
  const last = values[values.length - 1];
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={cn("h-5 w-[76px]", className)} role="img" aria-label={label}>
      <path d={path} fill="none" stroke={color} strokeWidth="1.4" strokeLinejoin="round" strokeLinecap="round" />
      {typeof last === "number" ? <circle cx={x(values.length - 1)} cy={y(last)} r="1.8" fill={color} /> : null}
    </svg>
  );
}
