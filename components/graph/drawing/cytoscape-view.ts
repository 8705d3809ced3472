import cytoscape, { type Core, type ElementDefinition, type EventObject } from "cytoscape";
import { addInChunks } from "./add-in-chunks";
import { cytoscapeStyle } from "./cytoscape-style";
import type { DrawTokens } from "./draw-tokens";
import { changedData, type EdgeData, edgeData } from "./edge-data";
import type { Scene } from "./scene";

export interface ViewEvents {
  onTap: (id: string | null) => void;
  onOpen: (id: string) => void;
  onHover: (id: string | null) => void;
  onMoved: (id: string, at: { x: number; y: number }, done: boolean) => void;
  /** after Cytoscape has drawn a frame */
  onRender: () => void;
  onViewport: () => void;
}

const CHUNKED_FROM = 400;
const ZOOM = { min: 0.06, max: 2.5 };
/** Dimming restyles every edge: beyond these it would stall the page. */
const DIM_MOST = 800;
const RESCALE_MOST = 1000;

/** The one place that knows Cytoscape: mirrors a scene's nodes and edges into it, and passes on what the reader does. */
export class CytoscapeView {
  readonly cy: Core;
  readonly #data = new Map<string, EdgeData>();
  readonly #events: ViewEvents;
  #generation = 0;
  #adding: Promise<void> = Promise.resolve();
  #dimmed: ReadonlySet<string> | null = null;
  #widthScale = 1;

  constructor(container: HTMLElement, tokens: DrawTokens, events: ViewEvents) {
    this.#events = events;
    this.cy = cytoscape({
      container,
      elements: [],
      style: cytoscapeStyle(tokens),
      minZoom: ZOOM.min,
      maxZoom: ZOOM.max,
      boxSelectionEnabled: false,
      autounselectify: true,
      hideEdgesOnViewport: false,
    });
    this.#listen();
  }

  #listen(): void {
    const { cy } = this;
    const events = this.#events;
    cy.on("tap", (event: EventObject) => events.onTap(event.target === cy ? null : event.target.id()));
    cy.on("dbltap", "node", (event: EventObject) => events.onOpen(event.target.id()));
    cy.on("mouseover", "node, edge", (event: EventObject) => events.onHover(event.target.id()));
    cy.on("mouseout", "node, edge", () => events.onHover(null));
    cy.on("drag", "node", (event: EventObject) =>
      events.onMoved(event.target.id(), { ...event.target.position() }, false),
    );
    cy.on("dragfree", "node", (event: EventObject) =>
      events.onMoved(event.target.id(), { ...event.target.position() }, true),
    );
    cy.on("render", () => events.onRender());
    cy.on("viewport", () => events.onViewport());
  }

  setTokens(tokens: DrawTokens): void {
    this.cy.style(cytoscapeStyle(tokens));
  }

  /** Edges vanish while a big graph moves: panning stays smooth. */
  setHideEdgesWhileMoving(hide: boolean): void {
    const renderer = (this.cy as unknown as { renderer: () => { hideEdgesOnViewport?: boolean } }).renderer();
    renderer.hideEdgesOnViewport = hide;
  }

  /** Far out lines get wider in graph px, so that they are still seen; applied to what comes next, and to all if they are few. */
  setWidthScale(scale: number, scene: Scene): void {
    if (scale === this.#widthScale) return;
    this.#widthScale = scale;
    if (this.#data.size <= RESCALE_MOST) this.reshape(scene, [...this.#data.keys()]);
  }

  /** Makes Cytoscape hold exactly the scene's elements. Resolves when all are in; a later call ends an earlier one. */
  sync(scene: Scene): Promise<void> {
    const generation = ++this.#generation;
    const stop = () => generation !== this.#generation || this.cy.destroyed();
    this.#adding = this.#adding.then(() => (stop() ? undefined : this.#apply(scene, stop)));
    return this.#adding;
  }

  async #apply(scene: Scene, stop: () => boolean): Promise<void> {
    const added: ElementDefinition[] = [];
    this.cy.batch(() => {
      this.cy.elements().forEach((element) => {
        const id = element.id();
        if (scene.nodes.has(id) || scene.edges.has(id)) return;
        this.#data.delete(id);
        element.remove();
      });
      for (const [id, node] of scene.nodes) {
        const known = this.cy.getElementById(id);
        if (known.nonempty()) {
          const at = known.position();
          if (at.x !== node.at.x || at.y !== node.at.y) known.position({ ...node.at });
        } else added.push({ group: "nodes", data: { id }, position: { ...node.at } });
      }
      added.push(...this.#changeEdges(scene));
    });
    if (added.length === 0) return;
    if (added.length < CHUNKED_FROM) {
      this.cy.add(added);
      return;
    }
    await addInChunks(this.cy, added, stop);
  }

  #changeEdges(scene: Scene): ElementDefinition[] {
    const added: ElementDefinition[] = [];
    for (const [id, item] of scene.edges) {
      const [source, target] = [scene.nodes.get(item.edge.source), scene.nodes.get(item.edge.target)];
      if (!source || !target) continue;
      const data = edgeData(item, { source, target, widthScale: this.#widthScale });
      const known = this.cy.getElementById(id);
      if (known.empty()) added.push({ group: "edges", data: { ...data } });
      else {
        const changed = changedData(this.#data.get(id), data);
        if (changed) known.data(changed);
      }
      this.#data.set(id, data);
    }
    return added;
  }

  /** Applies new courses of some edges at once, while a node is dragged. */
  reshape(scene: Scene, ids: readonly string[]): void {
    this.cy.batch(() => {
      for (const id of ids) {
        const item = scene.edges.get(id);
        const source = item && scene.nodes.get(item.edge.source);
        const target = item && scene.nodes.get(item.edge.target);
        if (!item || !source || !target) continue;
        const data = edgeData(item, { source, target, widthScale: this.#widthScale });
        const changed = changedData(this.#data.get(id), data);
        if (changed) this.cy.getElementById(id).data(changed);
        this.#data.set(id, data);
      }
    });
  }

  /** Dims edges off `path`; null: none. */
  dimExcept(path: ReadonlySet<string> | null): void {
    if (path === this.#dimmed || this.#data.size > DIM_MOST) return;
    this.#dimmed = path;
    this.cy.batch(() => {
      this.cy.edges().forEach((edge) => {
        edge.toggleClass("dim", path !== null && !path.has(edge.id()));
      });
    });
  }

  destroy(): void {
    this.#generation++;
    this.cy.destroy();
  }
}
