/** What can be played in the shop; switchable at run time. */
export const SCENARIOS = ["healthy", "bad-version", "latency", "retry-storm"] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** What each scenario shows, in one sentence. */
export const SCENARIO_TEXT: Record<Scenario, string> = {
  healthy: "Everything works; reviews-v3 is a little slower than its sisters and fails now and then.",
  "bad-version": "reviews-v3 fails almost half of its requests with 500.",
  latency: "reviews-v3 takes more than a second, and web gives up on some of its answers.",
  "retry-storm": "ratings fails most requests and every caller tries again at once, which multiplies its load.",
};

export function isScenario(name: unknown): name is Scenario {
  return SCENARIOS.some((scenario) => scenario === name);
}

/**
 * How one workload behaves. `latencyMs` is the median of its own work and `spread` its log-normal spread;
 * `errorRatio` of its requests fail with `errorStatus`; `retries`: tries a careless caller adds of its own, without back-off.
 */
export interface Behaviour {
  latencyMs: number;
  spread: number;
  errorRatio: number;
  errorStatus: number;
  retries: number;
}

const STEADY: Behaviour = { latencyMs: 3, spread: 0.4, errorRatio: 0, errorStatus: 500, retries: 0 };

const HEALTHY: Record<string, Partial<Behaviour>> = {
  "web-v1": { latencyMs: 4 },
  "catalog-v1": { latencyMs: 5 },
  "reviews-v1": { latencyMs: 8 },
  "reviews-v2": { latencyMs: 10 },
  "reviews-v3": { latencyMs: 45, spread: 0.6, errorRatio: 0.01 },
  "ratings-v1": { latencyMs: 3 },
  "checkout-v1": { latencyMs: 9 },
  "payments-v1": { latencyMs: 28, spread: 0.5 },
  "inventory-v1": { latencyMs: 6 },
  "shipping-v1": { latencyMs: 12 },
};

const CHANGED: Record<Scenario, Record<string, Partial<Behaviour>>> = {
  healthy: {},
  "bad-version": { "reviews-v3": { errorRatio: 0.45 } },
  latency: { "reviews-v3": { latencyMs: 1300, spread: 0.5 } },
  "retry-storm": {
    "web-v1": { retries: 2 },
    "reviews-v2": { retries: 3 },
    "reviews-v3": { retries: 3 },
    "ratings-v1": { latencyMs: 60, spread: 0.6, errorRatio: 0.9, errorStatus: 503 },
  },
};

/** How `workload` behaves while `scenario` plays. */
export function behaviourOf(scenario: Scenario, workload: string): Behaviour {
  return { ...STEADY, ...HEALTHY[workload], ...CHANGED[scenario][workload] };
}
