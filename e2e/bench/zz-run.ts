import { benchRollouts } from "./rollouts";
await benchRollouts();
