import { type EncodedResource, encodeResource } from "../ads/resource-set";
import type { IssuedCertificate } from "../ca/certificate-authority";

/** SDS names, Istio's: the proxy's own certificate, and what it trusts. */
export const OWN_SECRET = "default";
export const TRUST_SECRET = "ROOTCA";

export type EncodedSecret = EncodedResource;

/** The proxy's certificate and key for SDS. What is shown to people holds no key. */
export function secretResource({ chain, key, serial, uri, expiresAtMs }: IssuedCertificate): EncodedSecret {
  const json = {
    name: OWN_SECRET,
    tls_certificate: { certificate_chain: { inline_string: chain }, private_key: { inline_string: key } },
  };
  const shown = {
    name: OWN_SECRET,
    uri,
    serial,
    expires_at: new Date(expiresAtMs).toISOString(),
    private_key: "[kept]",
  };
  return { ...encodeResource("sds", json), json: shown };
}

/** The roots a proxy trusts, for SDS. */
export function validationResource(bundle: string): EncodedSecret {
  return encodeResource("sds", {
    name: TRUST_SECRET,
    validation_context: { trusted_ca: { inline_string: bundle } },
  });
}
