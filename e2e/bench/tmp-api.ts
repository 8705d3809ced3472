import { seedMesh } from "./seed-mesh";

const H = { authorization: `Bearer ${process.env.HEDDLE_BOOTSTRAP_TOKEN}` };
const end = process.argv[2] ? Number(process.argv[2]) : await seedMesh("http://127.0.0.1:24603");
console.log("end", end);
const quant = (a: number[], q: number) => a.sort((x, y) => x - y)[Math.floor(a.length * q)];
const lat: number[] = [];
let n = 0;
for (let i = 0; i < 30; i++) {
  const s = performance.now();
  const r = await fetch(
    `http://127.0.0.1:24600/api/v1/graph?namespaces=*&type=workload&duration=10m&at=${end / 1000 - 5 * (i % 29)}`,
    { headers: H },
  );
  const t = await r.arrayBuffer();
  n = t.byteLength;
  if (i > 3) lat.push(performance.now() - s);
  if (i === 0) console.log(r.status, n);
}
console.log("graph p50", quant(lat, 0.5), "p95", quant(lat, 0.95), n);
const lat2: number[] = [];
for (let i = 0; i < 10; i++) {
  const s = performance.now();
  const r = await fetch(
    `http://127.0.0.1:24600/api/v1/graph?namespaces=*&type=workload&duration=10m&at=${end / 1000 - 10}`,
    { headers: H },
  );
  await r.arrayBuffer();
  lat2.push(performance.now() - s);
}
console.log("repeat", lat2.map(Math.round));
const lat3: number[] = [];
for (let i = 0; i < 20; i++) {
  const s = performance.now();
  const r = await fetch(`http://127.0.0.1:24600/api/v1/session`, { headers: H });
  await r.arrayBuffer();
  lat3.push(performance.now() - s);
}
console.log("session", lat3.map(Math.round));
