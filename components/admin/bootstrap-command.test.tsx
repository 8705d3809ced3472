import { expect, it } from "vitest";
import { bootstrapCommand } from "./bootstrap-command";

const at = { xds: "heddle.example:15010", otlp: "heddle.example:4317" };
const token = { workload: "reviews-v1", namespace: "shop", serviceAccount: "reviews-v1", token: "hdj_x", xdsCa: null };

it("names service and version by the workload, and writes the bootstrap to its file", () => {
  expect(bootstrapCommand(token, "local", at)).toBe(
    "npx heddle bootstrap --workload reviews-v1 --namespace shop --service reviews --version v1 --app-port 9080 " +
      "--xds heddle.example:15010 --otlp heddle.example:4317 --join-token hdj_x > reviews-v1.yaml",
  );
});

it("says what differs from the usual: mesh, service account, roots of the control plane's port", () => {
  const xdsCa = { pem: "", spiffeId: "spiffe://cluster.local/heddle" };
  const words = bootstrapCommand({ ...token, workload: "web", serviceAccount: "front", xdsCa }, "east", at);
  expect(words).toContain("--service web --app-port");
  expect(words).toContain(
    "--mesh east --service-account front --xds-ca heddle-roots.pem --xds-id spiffe://cluster.local/heddle",
  );
});
