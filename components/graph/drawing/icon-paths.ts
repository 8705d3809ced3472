import * as bell from "lucide-react/icons/bell";
import * as bookOpen from "lucide-react/icons/book-open";
import * as bot from "lucide-react/icons/bot";
import * as box from "lucide-react/icons/box";
import * as bug from "lucide-react/icons/bug";
import * as circleHelp from "lucide-react/icons/circle-question-mark";
import * as cloud from "lucide-react/icons/cloud";
import * as copy from "lucide-react/icons/copy";
import * as creditCard from "lucide-react/icons/credit-card";
import * as database from "lucide-react/icons/database";
import * as globe from "lucide-react/icons/globe";
import * as key from "lucide-react/icons/key-round";
import * as layers from "lucide-react/icons/layers";
import * as lock from "lucide-react/icons/lock";
import * as lockOpen from "lucide-react/icons/lock-open";
import * as logIn from "lucide-react/icons/log-in";
import * as mail from "lucide-react/icons/mail";
import * as messages from "lucide-react/icons/message-square-text";
import * as pkg from "lucide-react/icons/package";
import * as receipt from "lucide-react/icons/receipt-text";
import * as repeat from "lucide-react/icons/repeat";
import * as route from "lucide-react/icons/route";
import * as search from "lucide-react/icons/search";
import * as cart from "lucide-react/icons/shopping-cart";
import * as sparkles from "lucide-react/icons/sparkles";
import * as split from "lucide-react/icons/split";
import * as squareDashed from "lucide-react/icons/square-dashed";
import * as star from "lucide-react/icons/star";
import * as store from "lucide-react/icons/store";
import * as tag from "lucide-react/icons/tag";
import * as timer from "lucide-react/icons/timer";
import * as truck from "lucide-react/icons/truck";
import * as user from "lucide-react/icons/user";
import * as zap from "lucide-react/icons/zap";

const MODULES = {
  bell,
  bookOpen,
  bot,
  box,
  circleHelp,
  cloud,
  creditCard,
  database,
  globe,
  key,
  layers,
  mail,
  messages,
  pkg,
  receipt,
  search,
  cart,
  star,
  store,
  sparkles,
  tag,
  timer,
  truck,
  user,
  repeat,
  zap,
  split,
  route,
  copy,
  bug,
  logIn,
  lock,
  lockOpen,
  squareDashed,
};

export type IconName = keyof typeof MODULES;

type Shape = [tag: string, attributes: Record<string, string>];

const paths = new Map<IconName, Path2D>();

/** A lucide icon as one path in its 24×24 box, to be stroked. */
export function iconPath(name: IconName): Path2D {
  const known = paths.get(name);
  if (known) return known;
  const path = new Path2D();
  for (const [tag, attributes] of shapesOf(MODULES[name])) addShape(path, tag, attributes);
  paths.set(name, path);
  return path;
}

/** lucide publishes an icon's shapes beside its component; its types leave them out. */
function shapesOf(module: object): Shape[] {
  const data = (module as { __iconData?: { node?: Shape[] } }).__iconData;
  return data?.node ?? [];
}

function addShape(path: Path2D, tag: string, attributes: Record<string, string>): void {
  const n = (name: string) => Number(attributes[name] ?? 0);
  if (tag === "path" && attributes.d) path.addPath(new Path2D(attributes.d));
  if (tag === "circle" || tag === "ellipse") {
    const [rx, ry] = tag === "circle" ? [n("r"), n("r")] : [n("rx"), n("ry")];
    path.moveTo(n("cx") + rx, n("cy"));
    path.ellipse(n("cx"), n("cy"), rx, ry, 0, 0, Math.PI * 2);
  }
  if (tag === "rect") path.roundRect(n("x"), n("y"), n("width"), n("height"), n("rx"));
  if (tag === "line") {
    path.moveTo(n("x1"), n("y1"));
    path.lineTo(n("x2"), n("y2"));
  }
  if (tag === "polyline" || tag === "polygon") addPoints(path, attributes.points ?? "", tag === "polygon");
}

function addPoints(path: Path2D, text: string, closed: boolean): void {
  const numbers = text
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    if (i === 0) path.moveTo(numbers[0] ?? 0, numbers[1] ?? 0);
    else path.lineTo(numbers[i] ?? 0, numbers[i + 1] ?? 0);
  }
  if (closed) path.closePath();
}
