import { z } from "zod";
import { ProxyStatus } from "../../model/proxy";
import { ServiceDetail } from "../../model/service-detail";
import { Service, Workload } from "../../model/workload";
import { proxyConfig } from "../../queries/proxy-config";
import { proxyList } from "../../queries/proxy-list";
import { serviceDetail } from "../../queries/service-detail";
import { serviceList } from "../../queries/service-list";
import { workloadList } from "../../queries/workload-list";
import { MeshParam } from "../query-params";
import { defineRoute, type Route } from "../route";

const query = z.object({ mesh: MeshParam });

export const registryRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/services",
    summary: "Services callers can name, with the versions behind them.",
    role: "viewer",
    query,
    output: z.array(Service),
    errors: ["not_found"],
    run: async ({ ctx, query: input }) => ({ body: await serviceList({ ctx, input }) }),
  }),
  defineRoute({
    method: "GET",
    path: "/services/{namespace}/{name}",
    summary: "One service: its workloads, the objects about it, their latest changes.",
    role: "viewer",
    params: z.object({ namespace: z.string(), name: z.string() }),
    query,
    output: ServiceDetail,
    errors: ["not_found"],
    run: async ({ ctx, params, query: { mesh } }) => ({
      body: await serviceDetail({ ctx, input: { mesh, ...params } }),
    }),
  }),
  defineRoute({
    method: "GET",
    path: "/workloads",
    summary: "Workloads the control plane knows.",
    role: "viewer",
    query,
    output: z.array(Workload),
    errors: ["not_found"],
    run: async ({ ctx, query: input }) => ({ body: await workloadList({ ctx, input }) }),
  }),
  defineRoute({
    method: "GET",
    path: "/proxies",
    summary: "Every proxy with what it was sent and what it acknowledged, by xDS type.",
    role: "viewer",
    query,
    output: z.array(ProxyStatus),
    errors: ["not_found"],
    run: async ({ ctx, query: input }) => ({ body: await proxyList({ ctx, input }) }),
  }),
  defineRoute({
    method: "GET",
    path: "/proxies/{id}/config",
    summary: "The resources one proxy was last sent, by xDS type.",
    role: "viewer",
    params: z.object({ id: z.string() }),
    query,
    output: z.record(z.string(), z.unknown()),
    errors: ["not_found"],
    run: async ({ ctx, params, query: { mesh } }) => ({
      body: await proxyConfig({ ctx, input: { mesh, proxyId: params.id } }),
    }),
  }),
];
