/**
 * The import table of the house. A row is a group of folders; `may` lists what it may import besides itself.
 * Composition roots (lib/server.ts, lib/collector.ts, lib/cli) may import everything in lib.
 */
const PURE = "^lib/(graph|traces|policy)/";
const SERVER = "^lib/(store|ingest|sources|mesh|live)/";
const VERBS = "^lib/(queries|changes|rollouts|identity)/";
/** Tests and what only they use: free to build real instances, closed to the product. */
const TEST = "(\\.test\\.tsx?$|/testing/)";

/** What a folder of components may import beside ui and itself, where it is not charts alone. */
const SHARED = { charts: "", rollouts: "|charts/|policies/" };

const forbid = (name, from, to, comment) => ({
  name,
  severity: "error",
  comment,
  from: { pathNot: TEST, ...from },
  to,
});

export default {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    forbid(
      "model-imports-nothing",
      { path: "^lib/model/" },
      { path: "^(lib/(?!model/)|components/|app/)" },
      "the nouns stand alone",
    ),
    forbid(
      "graph-pure",
      { path: "^lib/graph/" },
      { path: "^(lib/(?!model/|graph/)|components/|app/)" },
      "pure: runs in browser and server",
    ),
    forbid("traces-pure", { path: "^lib/traces/" }, { path: "^(lib/(?!model/|traces/)|components/|app/)" }, "pure"),
    forbid("policy-pure", { path: "^lib/policy/" }, { path: "^(lib/(?!model/|policy/)|components/|app/)" }, "pure"),
    forbid("pure-no-node", { path: PURE }, { dependencyTypes: ["core"] }, "pure code has no Node built-ins"),
    ...["store", "ingest", "mesh", "live"].map((folder) =>
      forbid(
        `${folder}-self-only`,
        { path: `^lib/${folder}/` },
        {
          path: `^(lib/(?!model/|graph/|traces/|policy/|telemetry/|${folder}/)|components/|app/)`,
          dependencyTypesNot: ["type-only"],
        },
        "IO folders know the pure core and themselves; instances of others come in by ports",
      ),
    ),
    forbid(
      "sources-may-use-store",
      { path: "^lib/sources/" },
      { path: "^(lib/(?!model/|graph/|traces/|policy/|telemetry/|sources/|store/)|components/|app/)" },
      "sources read the store",
    ),
    forbid(
      "verbs-take-instances-from-ctx",
      { path: VERBS },
      { path: SERVER, dependencyTypesNot: ["type-only"] },
      "only types of IO folders: instances come in ctx",
    ),
    forbid(
      "verbs-not-outward",
      { path: VERBS },
      { path: "^(lib/(api|client)/|components/|app/)" },
      "verbs know no transport",
    ),
    forbid(
      "api-no-io",
      { path: "^lib/api/" },
      { path: SERVER, dependencyTypesNot: ["type-only"] },
      "composition roots build the instances",
    ),
    forbid("api-not-outward", { path: "^lib/api/" }, { path: "^(lib/client/|components/|app/)" }, "api knows no page"),
    forbid(
      "client-browser-only",
      { path: "^lib/client/" },
      { path: "^(lib/(?!model/|graph/|traces/|policy/|client/|live/frames)|components/|app/)" },
      "browser side",
    ),
    forbid(
      "components-not-server",
      { path: "^components/" },
      { path: "^(lib/(?!model/|graph/|traces/|policy/|client/)|app/)" },
      "components read through the client",
    ),
    forbid(
      "components-never-reach-server",
      { path: "^components/" },
      { path: "^lib/(store|mesh|ingest|sources)/", reachable: true },
      "nor by detour",
    ),
    forbid("ui-has-no-domain", { path: "^components/ui/" }, { path: "^(components/(?!ui/)|lib/)" }, "primitives"),
    ...["shell", "graph", "charts", "traces", "policies", "rollouts", "admin"].map((folder) =>
      forbid(
        `components-${folder}-siblings`,
        { path: `^components/${folder}/` },
        { path: `^components/(?!ui/|${folder}/${SHARED[folder] ?? "|charts/"})` },
        "siblings do not import each other; charts and ui are the shared ones. A rollout is policies in steps: it shows them by their parts",
      ),
    ),
    forbid(
      "app-through-ctx",
      { path: "^app/" },
      { path: "^lib/(store|ingest|sources|mesh|changes|rollouts|queries)/", dependencyTypesNot: ["type-only"] },
      "pages and routes go through lib/api and lib/client",
    ),
    forbid(
      "prisma-only-in-store",
      { pathNot: "^(lib/store/|prisma/|prisma\\.config\\.ts)" },
      { path: "node_modules/(@prisma|prisma|pglite-prisma-adapter|@electric-sql|@clickhouse|chdb)/" },
      "the store is the only importer",
    ),
    forbid(
      "cytoscape-only-in-graph",
      { pathNot: "^components/graph/" },
      { path: "node_modules/cytoscape/" },
      "one place",
    ),
    forbid(
      "recharts-only-in-charts",
      { pathNot: "^components/charts/" },
      { path: "node_modules/recharts/" },
      "one place",
    ),
    forbid("no-tests-in-product", { path: "^(app|components|lib)/" }, { path: TEST }, "tests are leaves"),
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, path: "^(lib|components)/", pathNot: ["\\.test\\.tsx?$", "\\.d\\.ts$", "^lib/launch/"] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(\\.next|dist)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
