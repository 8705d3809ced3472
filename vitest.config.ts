import { defineConfig } from "vitest/config";

const alias = { "@": import.meta.dirname };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          environment: "node",
          include: ["{lib,sample}/**/*.test.{ts,mjs}"],
          exclude: ["**/*.real.test.ts", "**/*.crash.test.ts", "**/node_modules/**"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "real",
          environment: "node",
          include: ["{lib,sample}/**/*.real.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        resolve: { alias },
        // Processes ended at every write; a project of its own so that it runs beside the others.
        test: { name: "crash", environment: "node", include: ["lib/**/*.crash.test.ts"], hookTimeout: 180_000 },
      },
      {
        resolve: { alias },
        test: { name: "dom", environment: "jsdom", include: ["components/**/*.test.tsx"] },
      },
    ],
  },
});
