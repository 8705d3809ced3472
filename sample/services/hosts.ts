/** The names by which the services call each other: fully qualified across namespaces, as Istio's host names. */
export const HOSTS = {
  catalog: "catalog.shop.svc.cluster.local",
  reviews: "reviews.shop.svc.cluster.local",
  ratings: "ratings.shop.svc.cluster.local",
  cart: "cart.shop.svc.cluster.local",
  checkout: "checkout.payments.svc.cluster.local",
  payments: "payments.payments.svc.cluster.local",
  inventory: "inventory.platform.svc.cluster.local",
  shipping: "shipping.platform.svc.cluster.local",
} as const;
