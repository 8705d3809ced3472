import "reflect-metadata";
import { X509Certificate } from "node:crypto";
import { connect, type TLSSocket } from "node:tls";
import { X509Crl } from "@peculiar/x509";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../../../env";
import { FakeProxy, type WireSecret } from "../testing/fake-proxy";
import { findEnvoy, until } from "../testing/real-envoy";
import { rsaAuthority } from "../testing/rsa-authority";
import { ask, tally } from "../testing/test-app";
import { TestMesh, type TestMeshOptions, type TestProxy } from "../testing/test-mesh";

const HOST = "reviews.shop.svc.cluster.local";
type Own = NonNullable<WireSecret["tls_certificate"]>;

let mesh: TestMesh;
let reviews: TestProxy;
let web: TestProxy;
const proxies: FakeProxy[] = [];

/** A mesh of its own for a describe: a callee that is STRICT, a caller that stays. */
function meshOf(options: () => Promise<TestMeshOptions>): void {
  beforeAll(async () => {
    mesh = await TestMesh.start(findEnvoy(readEnv().envoyBin), await options());
    [reviews, web] = await Promise.all([
      mesh.join({ workload: "reviews-v1", service: "reviews" }),
      mesh.join({ workload: "web-v1" }),
    ]);
    await mesh.put("peerauthentications", "default", { mtls: { mode: "STRICT" } });
    // A connection for each request: a kept one would not show what new ones meet.
    const once = { connectionPool: { http: { maxRequestsPerConnection: 1 } } };
    await mesh.put("destinationrules", "reviews", { host: "reviews", trafficPolicy: once });
    await until("a route", async () => (await ask(web.outboundPort, HOST)).status === 200);
  }, 60_000);
  afterAll(async () => {
    for (const proxy of proxies.splice(0)) proxy.close();
    await mesh?.close();
  }, 30_000);
}

/** Joins as a proxy would, and gives what it could run away with: its certificate and key. */
const stolen = async (workload: string) => {
  const metadata = { NAMESPACE: "shop", WORKLOAD_NAME: workload, OUTBOUND_PORT: "15001" };
  const id = `sidecar~127.0.0.1~${workload}-1.shop~shop.svc.cluster.local`;
  const token = mesh.joinToken(workload);
  const [tokenId = ""] = [...mesh.lasting.joins.tokens.keys()].slice(-1);
  const proxy = new FakeProxy({ port: mesh.xdsPort, id, metadata, joinToken: token });
  proxies.push(proxy);
  const own = () => proxy.secrets.get("default")?.tls_certificate;
  await until(`secrets of ${workload}`, async () => own() !== undefined);
  return { own: own() as Own, tokenId, proxy };
};

/** One request over a new connection to the callee's own Envoy: its status line, or why there is none. */
const call = (own: Own, session?: Buffer, onSession?: (ticket: Buffer) => void): Promise<string> =>
  new Promise((resolve) => {
    const options = { cert: own.certificate_chain.inline_string, key: own.private_key.inline_string, session };
    const socket: TLSSocket = connect(
      {
        host: "127.0.0.1",
        port: reviews.inboundPort,
        ALPNProtocols: ["istio"],
        rejectUnauthorized: false,
        ...options,
      },
      () => socket.write(`GET / HTTP/1.1\r\nhost: ${HOST}\r\nconnection: close\r\n\r\n`),
    );
    let answer = "";
    if (onSession) socket.on("session", onSession);
    socket.on("data", (bytes) => {
      answer += bytes.toString();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on("close", () => resolve(answer.split("\r\n")[0] || "closed"));
  });
const passes = "HTTP/1.1 200 OK";
const refused = "ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED";
const others = async () => expect(await tally(20, () => ask(web.outboundPort, HOST))).toEqual({ "reviews-v1": 20 });

describe("a certificate of an authority given by files", () => {
  meshOf(async () => ({ given: await rsaAuthority() }));

  it("is refused when its join token was withdrawn, and others pass", async () => {
    const [thief, kept] = [await stolen("thief-v1"), await stolen("kept-v1")];
    expect([await call(thief.own), await call(kept.own)]).toEqual([passes, passes]);
    mesh.lasting.joins.tokens.delete(thief.tokenId);
    await until("the callee to refuse it", async () => (await call(thief.own)) === refused);
    expect(await call(kept.own)).toBe(passes);
    await others();
  }, 60_000);
});

describe("a certificate whose join token was withdrawn", () => {
  meshOf(async () => ({}));

  it("is refused by the callee's Envoy on each new connection, on a resumed one too; others pass, while authorities change as well", async () => {
    const [thief, kept] = [await stolen("thief-v1"), await stolen("kept-v1")];
    let ticket: Buffer | undefined;
    expect(await call(thief.own, undefined, (given) => (ticket = given))).toBe(passes);
    expect(await call(kept.own)).toBe(passes);
    expect(kept.proxy.secrets.get("ROOTCA")?.validation_context?.crl).toBeUndefined();
    // As another console that shares the store does it: nobody tells this one.
    mesh.lasting.joins.tokens.delete(thief.tokenId);
    await until("the callee to refuse it", async () => (await call(thief.own)) !== passes);
    expect(await call(thief.own)).toBe(refused);
    expect(ticket).toBeDefined();
    expect(await call(thief.own, ticket)).toBe(refused);
    expect(await call(kept.own)).toBe(passes);
    await others();

    await mesh.mesh.identity.rotateAuthority();
    await until("the new authority to sign", async () => {
      expect(await call(thief.own)).toBe(refused);
      await others();
      return mesh.mesh.identity.authorities().authorities.at(-1)?.state === "active";
    });
    const late = await stolen("late-v1");
    expect(await call(late.own)).toBe(passes);
    mesh.lasting.joins.tokens.delete(late.tokenId);
    await mesh.mesh.identity.recheckTokens();
    await until("the callee to refuse it", async () => (await call(late.own)) !== passes);
    expect([await call(late.own), await call(thief.own), await call(kept.own)]).toEqual([refused, refused, passes]);
    await others();
    expect(mesh.mesh.identity.authorities().withdrawn).toEqual({ certificates: 2, refused: true });
  }, 60_000);

  it("stays refused when the control plane is gone, and when it comes back", async () => {
    const gone = await stolen("gone-v1");
    mesh.lasting.joins.tokens.delete(gone.tokenId);
    await until("the callee to refuse it", async () => (await call(gone.own)) === refused);
    await mesh.mesh.close();
    expect(await call(gone.own)).toBe(refused);
    await others();
    await mesh.restart(0, { warmUpMs: 2_000 });
    await until("the callee to be back", async () =>
      (await mesh.mesh.proxies()).some(({ workload, connected }) => workload === "reviews-v1" && connected),
    );
    expect(await call(gone.own)).toBe(refused);
    await others();
  }, 60_000);

  it("is listed by the authority that signed it, in a list that holds as long as that authority", async () => {
    const { proxy, own, tokenId } = await stolen("listed-v1");
    mesh.lasting.joins.tokens.delete(tokenId);
    const serial = new X509Certificate(own.certificate_chain.inline_string).serialNumber.toLowerCase();
    const witness = await stolen("witness-v1");
    const lists = () =>
      (witness.proxy.secrets.get("ROOTCA")?.validation_context?.crl?.inline_string ?? "")
        .split(/(?<=-----END X509 CRL-----)/)
        .filter((text) => text.includes("BEGIN"))
        .map((text) => new X509Crl(text));
    const holds = () => lists().find((list) => list.findRevoked(serial) !== null);
    await until("it to be listed", async () => holds() !== undefined);
    expect(lists()).toHaveLength(mesh.mesh.identity.authorities().authorities.length);
    const [, signing = ""] = own.certificate_chain.inline_string.split(/(?<=-----END CERTIFICATE-----)/);
    const authority = new X509Certificate(signing);
    expect(holds()?.nextUpdate?.getTime()).toBe(Date.parse(authority.validTo));
    expect(holds()?.thisUpdate.getTime()).toBe(Date.parse(authority.validFrom));
    expect(proxy.secrets.has("ROOTCA")).toBe(true);
  }, 30_000);
});
