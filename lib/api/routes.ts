import { z } from "zod";
import { openApiDocument } from "./openapi";
import { defineRoute, type Route } from "./route";
import { accountRoutes } from "./routes/accounts";
import { auditRoutes } from "./routes/audit";
import { changeRoutes } from "./routes/changes";
import { configRoutes } from "./routes/config";
import { graphRoutes } from "./routes/graph";
import { meshIdentityRoutes } from "./routes/mesh-identity";
import { notifyRoutes } from "./routes/notify";
import { registryRoutes } from "./routes/registry";
import { rolloutPlanRoutes } from "./routes/rollout-plans";
import { rolloutRoutes } from "./routes/rollouts";
import { signInRoutes } from "./routes/sign-in";
import { systemRoutes } from "./routes/system";
import { traceRoutes } from "./routes/traces";

const openApiRoute = defineRoute({
  method: "GET",
  path: "/openapi.json",
  summary: "This description, OpenAPI 3.1.",
  role: null,
  output: z.record(z.string(), z.unknown()),
  run: async ({ console }) => ({ body: openApiDocument(routes, console.settings.version) }),
});

/** Every address of the API. */
export const routes: readonly Route[] = [
  ...graphRoutes,
  ...traceRoutes,
  ...registryRoutes,
  ...meshIdentityRoutes,
  ...configRoutes,
  ...changeRoutes,
  ...rolloutPlanRoutes,
  ...rolloutRoutes,
  ...notifyRoutes,
  ...signInRoutes,
  ...accountRoutes,
  ...auditRoutes,
  ...systemRoutes,
  openApiRoute,
];
