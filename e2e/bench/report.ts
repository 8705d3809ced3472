import { cpus, totalmem } from "node:os";

export interface Figure {
  what: string;
  measured: number;
  unit: string;
  budget?: number;
  /** "min": measured must be at least the budget; "max": at most */
  direction?: "min" | "max";
  against?: string;
}

function verdict({ measured, budget, direction }: Figure): string {
  if (budget === undefined || direction === undefined) return "";
  const holds = direction === "min" ? measured >= budget : measured <= budget;
  return holds ? "holds" : "FALLS SHORT";
}

const format = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: value < 10 ? 2 : 0 });

/** One line naming the machine that a run measured on. */
export function machine(): string {
  const first = cpus()[0]?.model ?? "unknown processor";
  return `${cpus().length} cores of ${first}, ${Math.round(totalmem() / 1e9)} GB, Node ${process.version}, ${process.platform}`;
}

/** Prints a figure with its budget and what it was measured against. */
export function print(figure: Figure): void {
  const bound =
    figure.budget === undefined
      ? ""
      : ` (budget ${figure.direction === "min" ? ">=" : "<="} ${format(figure.budget)}, ${verdict(figure)})`;
  console.log(
    `${figure.what}: ${format(figure.measured)} ${figure.unit}${bound}${figure.against ? ` · ${figure.against}` : ""}`,
  );
}
