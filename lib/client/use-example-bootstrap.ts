import { useJoinAddresses } from "./use-join-addresses";
import { useScope } from "./use-scope";

/** The lines that bring a first proxy into this mesh: shown wherever nothing has joined yet. */
export function useExampleBootstrap(): [make: string, start: string] {
  const { xds, otlp } = useJoinAddresses();
  const { mesh } = useScope();
  const words = [
    "npx heddle bootstrap --workload reviews-v1 --namespace shop --service reviews --app reviews --version v1",
    `--app-port 9080 --xds ${xds} --otlp ${otlp}`,
    ...(mesh && mesh !== "local" ? [`--mesh ${mesh}`] : []),
    "> reviews-v1.json",
  ];
  return [words.join(" "), "envoy -c reviews-v1.json"];
}
