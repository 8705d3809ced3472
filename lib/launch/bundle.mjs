// Bundles the composition roots (console, collector, command line, sample) to dist/, leaving packages to node_modules.
import { build } from "esbuild";

await build({
  entryPoints: {
    server: "lib/server.ts",
    collector: "lib/collector.ts",
    heddle: "lib/cli/heddle.ts",
    sample: "sample/main.ts",
  },
  outdir: "dist",
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: true,
  alias: { "server-only": "./lib/launch/empty.mjs" },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: "warning",
});
