import type { NodeKind } from "@/lib/model/graph";

const HALF = 22;

/** Outline of a node's tile around 0, 0, grown by `by` px on every side. */
export function tilePath(kind: NodeKind, by = 0): Path2D {
  const path = new Path2D();
  const half = HALF + by;
  switch (kind) {
    case "gateway":
      hexagon(path, 25 + by * 1.1, half - 0.5);
      return path;
    case "store":
      cylinder(path, 20 + by, half);
      return path;
    case "client":
      path.arc(0, 0, half, 0, Math.PI * 2);
      return path;
    case "external":
      path.roundRect(-half - 4, -16 - by, (half + 4) * 2, (16 + by) * 2, 16 + by);
      return path;
    default:
      path.roundRect(-half, -half, half * 2, half * 2, 12 + by * 0.7);
      return path;
  }
}

/** The rim of a store's lid, drawn in the ring's colour. */
export function storeLid(): Path2D {
  const path = new Path2D();
  path.ellipse(0, -15.5, 20, 6.5, 0, 0, Math.PI);
  return path;
}

function hexagon(path: Path2D, half: number, height: number): void {
  const corners: [number, number][] = [
    [-half, 0],
    [-half * 0.52, -height],
    [half * 0.52, -height],
    [half, 0],
    [half * 0.52, height],
    [-half * 0.52, height],
  ];
  const [first, last] = [corners[0], corners[5]];
  if (!first || !last) return;
  path.moveTo((first[0] + last[0]) / 2, (first[1] + last[1]) / 2);
  corners.forEach(([x, y], i) => {
    const next = corners[(i + 1) % 6] ?? first;
    path.arcTo(x, y, (x + next[0]) / 2, (y + next[1]) / 2, 4);
  });
  path.closePath();
}

function cylinder(path: Path2D, rx: number, half: number): void {
  const ry = 6.5;
  path.moveTo(-rx, -half + ry);
  path.ellipse(0, -half + ry, rx, ry, 0, Math.PI, 0);
  path.lineTo(rx, half - ry);
  path.ellipse(0, half - ry, rx, ry, 0, 0, Math.PI);
  path.closePath();
}
