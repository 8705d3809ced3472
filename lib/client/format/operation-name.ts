/**
 * A span name as a list shows it. Istio's proxies name spans by where a route leads, "reviews.shop.svc.cluster.local:9080/*":
 * of that the service and the path are told. Any other name stays as it is.
 */
export function operationName(name: string): string {
  const route = /^([a-z0-9-]+)(?:\.[a-z0-9-]+)*\.svc\.cluster\.local:\d+(\/.*)$/.exec(name);
  return route ? `${route[1]}${route[2]}` : name;
}
