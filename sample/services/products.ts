/** What the shop sells. Prices in cents. */
export const PRODUCTS = [
  { id: "warp-thread", name: "Warp thread, linen", priceCents: 1450 },
  { id: "weft-yarn", name: "Weft yarn, merino", priceCents: 1890 },
  { id: "boat-shuttle", name: "Boat shuttle", priceCents: 3200 },
  { id: "reed-12", name: "Reed, 12 dents per inch", priceCents: 5400 },
  { id: "wire-heddle", name: "Wire heddles, 100", priceCents: 2600 },
  { id: "tapestry-loom", name: "Tapestry loom", priceCents: 21900 },
  { id: "table-loom", name: "Table loom, eight shafts", priceCents: 64900 },
  { id: "bobbin-winder", name: "Bobbin winder", priceCents: 8700 },
  { id: "raddle", name: "Raddle", priceCents: 3900 },
  { id: "lease-sticks", name: "Lease sticks", priceCents: 1200 },
  { id: "temple", name: "Adjustable temple", priceCents: 4100 },
  { id: "indigo-dye", name: "Indigo dye", priceCents: 990 },
] as const;

export type Product = (typeof PRODUCTS)[number];

/** The product of an id, or undefined. */
export function findProduct(id: string): Product | undefined {
  return PRODUCTS.find((product) => product.id === id);
}
