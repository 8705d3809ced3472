#!/usr/bin/env node
// `npx heddle`: runs the bundled command line, bundling it first in a clone that was never built.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const bundled = join(root, "dist", "heddle.js");

if (!existsSync(bundled)) {
  if (!existsSync(join(root, "node_modules", "esbuild"))) {
    console.error("heddle: dependencies are not installed. Run `npm ci` in the repository, then try again.");
    process.exit(1);
  }
  const { bundle } = await import("../launch/bundle.mjs");
  await bundle(root);
}
await import(pathToFileURL(bundled).href);
