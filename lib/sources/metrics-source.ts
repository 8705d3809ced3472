import type { EdgeProtocol, EdgeSample } from "../model/edge-sample";
import type { SourceState } from "../model/graph";
import type { TrafficSeries, TransportSeries } from "../model/series";

export interface WindowQuery {
  mesh: string;
  /** null: every namespace. An edge counts when either end is inside. */
  namespaces: string[] | null;
  /** only calls to these; absent: to anyone */
  destination?: PeerFilter;
  /** also what callees' proxies served (reporter "served"), for judging copies; default: not, since no graph draws it */
  served?: boolean;
  /** epoch ms, inclusive / exclusive; the source aligns both down to its own step */
  fromMs: number;
  toMs: number;
}

/** Empty or absent fields match anything. */
export interface PeerFilter {
  namespace?: string;
  workload?: string;
  app?: string;
  service?: string;
  version?: string;
}

export interface SeriesQuery {
  mesh: string;
  source?: PeerFilter;
  destination?: PeerFilter;
  protocol?: EdgeProtocol;
  fromMs: number;
  toMs: number;
  /** wanted number of steps, at most; the source picks a step it holds */
  maxPoints: number;
  /** each point with its latency histogram too */
  histograms?: boolean;
}

export interface TransportQuery extends WindowQuery {
  /** wanted number of steps, at most */
  maxPoints: number;
}

export interface EdgeSamples {
  samples: EdgeSample[];
  /** the window after alignment */
  fromMs: number;
  toMs: number;
  /** from where on the window is on record: later than fromMs while the mesh's record is younger; rates are over this part */
  recordedFromMs: number;
  sources: SourceState[];
}

/** Where edge traffic is read from: our own store, later Prometheus. Every call may throw HeddleError `unavailable` or `timeout`. */
export interface MetricsSource {
  readonly name: string;
  edgeSamples(query: WindowQuery): Promise<EdgeSamples>;
  series(query: SeriesQuery): Promise<TrafficSeries>;
  /** Absent where a source cannot tell transports apart over time. */
  transportSeries?(query: TransportQuery): Promise<TransportSeries>;
}
