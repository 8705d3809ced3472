import { BOX_PADDING, type LayoutInput, type Positions, type Rect } from "./layout-model";

/** Box id -> its border around the nodes and boxes inside it. Boxes without a placed node are absent. */
export function boxRects(input: Pick<LayoutInput, "nodes" | "boxes">, positions: Positions): Map<string, Rect> {
  const rects = new Map<string, Rect>();
  for (const node of input.nodes) {
    const at = positions[node.id];
    if (!at || !node.box) continue;
    // The tile is at the centre; the label hangs below, so the room is not symmetric.
    grow(rects, node.box, {
      x1: at.x - node.width / 2,
      y1: at.y - 22,
      x2: at.x + node.width / 2,
      y2: at.y + node.height - 22,
    });
  }
  const inner = input.boxes.filter((box) => box.parent !== undefined);
  for (const box of inner) pad(rects, box.id, BOX_PADDING.app);
  for (const box of inner) {
    const rect = rects.get(box.id);
    if (rect && box.parent) grow(rects, box.parent, rect);
  }
  for (const box of input.boxes) if (box.parent === undefined) pad(rects, box.id, BOX_PADDING.namespace);
  return rects;
}

function grow(rects: Map<string, Rect>, id: string, by: Rect): void {
  const rect = rects.get(id);
  if (!rect) {
    rects.set(id, { ...by });
    return;
  }
  rect.x1 = Math.min(rect.x1, by.x1);
  rect.y1 = Math.min(rect.y1, by.y1);
  rect.x2 = Math.max(rect.x2, by.x2);
  rect.y2 = Math.max(rect.y2, by.y2);
}

function pad(rects: Map<string, Rect>, id: string, padding: { x: number; top: number; bottom: number }): void {
  const rect = rects.get(id);
  if (!rect) return;
  rect.x1 -= padding.x;
  rect.x2 += padding.x;
  rect.y1 -= padding.top;
  rect.y2 += padding.bottom;
}

/** True when two rectangles share area. */
export function overlaps(a: Rect, b: Rect, gap = 0): boolean {
  return a.x1 < b.x2 + gap && b.x1 < a.x2 + gap && a.y1 < b.y2 + gap && b.y1 < a.y2 + gap;
}
