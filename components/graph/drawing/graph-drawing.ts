import { callPath } from "@/lib/graph/drawing/call-path";
import { TILE_HALF } from "@/lib/graph/drawing/edge-curve";
import type { Point } from "@/lib/graph/layout/layout-model";
import { CanvasLayer } from "./canvas-layer";
import { CytoscapeView } from "./cytoscape-view";
import { EdgeLabels } from "./draw-edge-labels";
import { drawNodes } from "./draw-nodes";
import { type DrawTokens, readDrawTokens } from "./draw-tokens";
import { drawBoxNames, drawUnderlay } from "./draw-underlay";
import { drawMinimap, isCut, type MinimapFrame, sceneBounds } from "./minimap";
import { endOf, type Scene, STRAIGHT_FROM, shapeEdge } from "./scene";
import { TrafficDots } from "./traffic-dots";
import { DOT_ZOOM, type ViewState } from "./view-state";

const FADE_MS = 420;
const HOVER_MS = 80;
const STILL_MS = 120;
const FIT_PADDING = 28;
const FIT_MOST = 1;

export interface DrawingEvents {
  onSelect: (id: string | null) => void;
  onOpen: (id: string) => void;
  /** a node was dragged to a new place */
  onPlaced: (id: string, at: Point) => void;
  /** zoom (1 = 100%), and whether part of the graph is off screen */
  onView: (zoom: number, cut: boolean) => void;
}

/** Steps, so that zooming restyles edges a few times at most. */
function widthScale(zoom: number): number {
  if (zoom >= 0.6) return 1;
  if (zoom >= 0.35) return 1.6;
  return zoom >= 0.2 ? 2.6 : 4;
}

const EMPTY: Scene = { nodes: new Map(), edges: new Map(), boxes: [], straight: false };

/** The drawn graph: Cytoscape for edges, hits and viewport; tiles, labels, boxes, halos and traffic on canvases of ours. */
export class GraphDrawing {
  readonly #host: HTMLElement;
  readonly #events: DrawingEvents;
  readonly #view: CytoscapeView;
  readonly #under: CanvasLayer;
  readonly #dotsLayer: CanvasLayer;
  readonly #over: CanvasLayer;
  readonly #labels = new EdgeLabels();
  readonly #dots: TrafficDots;
  readonly #resize: ResizeObserver;
  #tokens: DrawTokens;
  #state: ViewState;
  #born = new Map<string, number>();
  #fadeFrame = 0;
  #hoverTimer = 0;
  #stillTimer = 0;
  #minimap: CanvasRenderingContext2D | null = null;
  #minimapFrame: MinimapFrame | null = null;
  #fitted = false;
  #lastView = "";
  readonly #paintListeners = new Set<() => void>();

  constructor(host: HTMLElement, events: DrawingEvents) {
    this.#host = host;
    this.#events = events;
    this.#tokens = readDrawTokens(host);
    this.#under = new CanvasLayer(host);
    const box = document.createElement("div");
    Object.assign(box.style, { position: "absolute", inset: "0" });
    host.append(box);
    this.#dotsLayer = new CanvasLayer(host);
    this.#over = new CanvasLayer(host);
    this.#state = {
      scene: EMPTY,
      zoom: 1,
      pan: { x: 0, y: 0 },
      width: host.clientWidth,
      height: host.clientHeight,
      selected: null,
      hovered: null,
      focused: null,
      found: new Set(),
      path: null,
      near: new Set(),
      fading: new Map(),
      moving: false,
    };
    this.#view = new CytoscapeView(box, this.#tokens, {
      onTap: (id) => events.onSelect(id),
      onOpen: (id) => events.onOpen(id),
      onHover: (id) => this.#hover(id),
      onMoved: (id, at, done) => this.#moved(id, at, done),
      onRender: () => this.#paint(),
      onViewport: () => this.#viewportMoves(),
    });
    this.#dots = new TrafficDots(
      this.#dotsLayer.ctx,
      () => this.#state,
      () => this.#tokens,
    );
    this.#resize = new ResizeObserver(() => this.#resized());
    this.#resize.observe(host);
    this.#resized();
  }

  /** Shows a scene. Nodes that were there keep their place on screen; the first scene is fitted. Resolves when it is all in. */
  async setScene(scene: Scene): Promise<void> {
    const before = this.#state.scene;
    const now = performance.now();
    for (const id of this.#born.keys()) if (!scene.nodes.has(id)) this.#born.delete(id);
    for (const id of scene.nodes.keys()) if (!before.nodes.has(id) && before.nodes.size > 0) this.#born.set(id, now);
    this.#state = { ...this.#state, scene };
    this.#labels.reset();
    this.#dots.setScene(scene);
    this.#view.setHideEdgesWhileMoving(scene.edges.size >= STRAIGHT_FROM);
    this.#recalculatePath();
    if (!this.#fitted && scene.nodes.size > 0) {
      this.#fitted = true;
      this.fit();
    }
    this.#view.setWidthScale(widthScale(this.#view.cy.zoom()), scene);
    const whole = this.#view.sync(scene);
    if (this.#born.size > 0) this.#fade();
    this.#paint();
    await whole;
    this.#view.dimExcept(this.#state.path);
    this.#paint();
  }

  setSelected(id: string | null): void {
    if (id === this.#state.selected) return;
    this.#state = { ...this.#state, selected: id };
    this.#recalculatePath();
    this.#view.dimExcept(this.#state.path);
    this.#paint();
  }

  setFound(found: ReadonlySet<string>): void {
    this.#state = { ...this.#state, found };
    this.#labels.reset();
    this.#paint();
  }

  /** Keyboard focus on a node; brings it into view. null: none. */
  setFocused(id: string | null): void {
    this.#state = { ...this.#state, focused: id };
    if (id) this.#reveal(id);
    this.#paint();
  }

  setAnimated(animated: boolean): void {
    this.#dots.setWanted(animated);
  }

  setMinimap(canvas: HTMLCanvasElement | null): void {
    this.#minimap = null;
    if (!canvas) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    const ctx = canvas.getContext("2d");
    ctx?.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#minimap = ctx;
    this.#paint();
  }

  /** Centres what a point of the minimap shows. */
  goToMinimap(x: number, y: number): void {
    const frame = this.#minimapFrame;
    if (!frame) return;
    this.#centre({ x: (x - frame.dx) / frame.scale, y: (y - frame.dy) / frame.scale });
  }

  /** Colours and fonts again, after the theme has changed. */
  refreshTokens(): void {
    this.#tokens = readDrawTokens(this.#host);
    this.#view.setTokens(this.#tokens);
    this.#labels.forgetFonts();
    this.#paint();
  }

  /** All of the graph in view, at most a little larger than life. */
  fit(): void {
    const bounds = sceneBounds(this.#state.scene, 0);
    const { width, height } = this.#state;
    if (!bounds || width === 0) return;
    const zoom = Math.min(
      FIT_MOST,
      (width - FIT_PADDING * 2) / (bounds.x2 - bounds.x1),
      (height - FIT_PADDING * 2) / (bounds.y2 - bounds.y1),
    );
    this.#view.cy.viewport({
      zoom,
      pan: {
        x: width / 2 - ((bounds.x1 + bounds.x2) / 2) * zoom,
        y: height / 2 - ((bounds.y1 + bounds.y2) / 2) * zoom,
      },
    });
  }

  /** The next scene is fitted as the first one was: another graph, or laid out anew. */
  fitNext(): void {
    this.#fitted = false;
  }

  zoomBy(factor: number): void {
    const { cy } = this.#view;
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: this.#state.width / 2, y: this.#state.height / 2 } });
  }

  /** Tells after every painting, for what stands over the drawing and moves with it. */
  onPaint = (listener: () => void): (() => void) => {
    this.#paintListeners.add(listener);
    listener();
    return () => this.#paintListeners.delete(listener);
  };

  /** Where the foot of a box or node is on the drawing now, px; null: it is not drawn, or too small to say anything below it. */
  footOf(id: string): Point | null {
    const { scene, zoom, pan } = this.#state;
    if (zoom < DOT_ZOOM) return null;
    const rect = scene.boxes.find((box) => box.id === id)?.rect;
    const at = scene.nodes.get(id)?.at;
    const foot = rect ? { x: (rect.x1 + rect.x2) / 2, y: rect.y2 } : at ? { x: at.x, y: at.y + TILE_HALF + 20 } : null;
    return foot && { x: foot.x * zoom + pan.x, y: foot.y * zoom + pan.y };
  }

  destroy(): void {
    cancelAnimationFrame(this.#fadeFrame);
    window.clearTimeout(this.#hoverTimer);
    window.clearTimeout(this.#stillTimer);
    this.#resize.disconnect();
    this.#dots.destroy();
    this.#view.destroy();
    this.#host.replaceChildren();
  }

  #resized(): void {
    const { clientWidth: width, clientHeight: height } = this.#host;
    const first = this.#state.width === 0 || this.#state.height === 0;
    this.#state = { ...this.#state, width, height };
    for (const layer of [this.#under, this.#dotsLayer, this.#over]) layer.resize(width, height);
    this.#view.cy.resize();
    if (first) this.fit();
    this.#paint();
  }

  #hover(id: string | null): void {
    window.clearTimeout(this.#hoverTimer);
    this.#hoverTimer = window.setTimeout(() => {
      const { scene } = this.#state;
      const near = new Set<string>();
      if (id && scene.nodes.has(id)) {
        for (const { edge } of scene.edges.values()) if (edge.source === id || edge.target === id) near.add(edge.id);
      }
      this.#state = { ...this.#state, hovered: id, near };
      this.#host.style.cursor = id ? "pointer" : "";
      this.#paint();
    }, HOVER_MS);
  }

  /** Edges follow a dragged node; its new place is told when it is let go. */
  #moved(id: string, at: Point, done: boolean): void {
    const { scene } = this.#state;
    const node = scene.nodes.get(id);
    if (!node) return;
    node.at = at;
    const touched: string[] = [];
    for (const item of scene.edges.values()) {
      const [source, target] = [scene.nodes.get(item.edge.source), scene.nodes.get(item.edge.target)];
      if (!source || !target || (source !== node && target !== node)) continue;
      Object.assign(
        item,
        shapeEdge(endOf(source), endOf(target), { lane: item.lane, straight: scene.straight, loop: source === target }),
      );
      touched.push(item.edge.id);
    }
    this.#view.reshape(scene, touched);
    this.#labels.reset();
    if (done) this.#events.onPlaced(id, { x: Math.round(at.x), y: Math.round(at.y) });
  }

  #recalculatePath(): void {
    const { selected, scene } = this.#state;
    const lines = [...scene.edges.values()].map(({ edge }) => edge);
    const path = selected ? callPath(lines, new Set(scene.nodes.keys()), selected) : null;
    const ids = path && path.nodes.size > 0 ? new Set([...path.nodes, ...path.edges]) : null;
    this.#state = { ...this.#state, path: ids };
  }

  #reveal(id: string): void {
    const at = this.#state.scene.nodes.get(id)?.at;
    if (!at) return;
    const { zoom, pan, width, height } = this.#state;
    const [x, y] = [at.x * zoom + pan.x, at.y * zoom + pan.y];
    if (x < 60 || y < 60 || x > width - 60 || y > height - 80) this.#centre(at);
  }

  #centre(at: Point): void {
    const { cy } = this.#view;
    const zoom = cy.zoom();
    cy.pan({ x: this.#state.width / 2 - at.x * zoom, y: this.#state.height / 2 - at.y * zoom });
  }

  /** While a big graph moves its edges are gone, and so are their labels. */
  #viewportMoves(): void {
    const big = this.#state.scene.edges.size >= STRAIGHT_FROM;
    if (big) this.#state = { ...this.#state, moving: true };
    window.clearTimeout(this.#stillTimer);
    this.#stillTimer = window.setTimeout(() => {
      this.#state = { ...this.#state, moving: false };
      this.#view.setWidthScale(widthScale(this.#view.cy.zoom()), this.#state.scene);
      this.#paint();
    }, STILL_MS);
  }

  #fade(): void {
    cancelAnimationFrame(this.#fadeFrame);
    const reduced = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const step = () => {
      const now = performance.now();
      const fading = new Map<string, number>();
      for (const [id, bornMs] of this.#born) {
        const share = reduced ? 1 : (now - bornMs) / FADE_MS;
        if (share >= 1) this.#born.delete(id);
        else fading.set(id, share);
      }
      this.#state = { ...this.#state, fading };
      this.#paint();
      if (this.#born.size > 0) this.#fadeFrame = requestAnimationFrame(step);
    };
    step();
  }

  #paint(): void {
    const { cy } = this.#view;
    const pan = cy.pan();
    this.#state = { ...this.#state, zoom: cy.zoom(), pan: { x: pan.x, y: pan.y } };
    this.#under.clear();
    drawUnderlay(this.#under.ctx, this.#tokens, this.#state);
    this.#over.clear();
    drawBoxNames(this.#over.ctx, this.#tokens, this.#state);
    drawNodes(this.#over.ctx, this.#tokens, this.#state);
    this.#labels.draw(this.#over.ctx, this.#tokens, this.#state);
    if (this.#minimap) this.#minimapFrame = drawMinimap(this.#minimap, this.#tokens, this.#state);
    this.#tellView();
    for (const listener of this.#paintListeners) listener();
  }

  #tellView(): void {
    const cut = isCut(this.#state);
    const key = `${Math.round(this.#state.zoom * 100)}|${cut}`;
    if (key === this.#lastView) return;
    this.#lastView = key;
    this.#events.onView(this.#state.zoom, cut);
  }
}
