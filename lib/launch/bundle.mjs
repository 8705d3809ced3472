// Bundles the composition roots (console, collector, command line, sample) to dist/, leaving packages to node_modules.
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Writes dist/{server,collector,heddle,sample}.js below `root`. */
export async function bundle(root) {
  await build({
    absWorkingDir: root,
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
    banner: { js: REQUIRE },
    logLevel: "warning",
  });
}

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) await bundle(process.cwd());
