/** Who shops. Each request carries the persona as header `x-persona` and as cookie `persona`, so that both can steer it. */
export const PERSONAS = ["guest", "member", "beta"] as const;
export type Persona = (typeof PERSONAS)[number];

/** How the crowd is made up, and what each kind of shopper does; weights need no particular sum. */
export const CROWD: readonly {
  persona: Persona;
  weight: number;
  acts: readonly { value: Act; weight: number }[];
}[] = [
  {
    persona: "guest",
    weight: 60,
    acts: [
      { value: "home", weight: 45 },
      { value: "product", weight: 45 },
      { value: "addToCart", weight: 7 },
      { value: "viewCart", weight: 3 },
    ],
  },
  {
    persona: "member",
    weight: 30,
    acts: [
      { value: "home", weight: 25 },
      { value: "product", weight: 40 },
      { value: "addToCart", weight: 15 },
      { value: "viewCart", weight: 8 },
      { value: "checkout", weight: 12 },
    ],
  },
  {
    persona: "beta",
    weight: 10,
    acts: [
      { value: "home", weight: 30 },
      { value: "product", weight: 45 },
      { value: "addToCart", weight: 12 },
      { value: "viewCart", weight: 5 },
      { value: "checkout", weight: 8 },
    ],
  },
];

export type Act = "home" | "product" | "addToCart" | "viewCart" | "checkout";
