import { SystemStatus } from "../../model/system-status";
import { defineRoute, type Route } from "../route";

export const systemRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/status",
    summary: "How Heddle itself is: sources, collector, versions, ports, what may have been lost.",
    role: "viewer",
    output: SystemStatus,
    run: async ({ console }) => ({ body: await console.status() }),
  }),
];
