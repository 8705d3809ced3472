/** A number ready to show: `unit` stands after a thin gap, smaller (components/ui/figure). */
export interface FigureParts {
  value: string;
  unit: string;
}

/** "16.1 /s" of its parts; no gap before % and /s would be wrong here: the gap is a no-break space. */
export function figureText({ value, unit }: FigureParts): string {
  return unit ? `${value}\u00a0${unit}` : value;
}
