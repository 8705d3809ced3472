import { type EncodedResource, encodeResource } from "../ads/resource-set";
import type { IssuedCertificate } from "../ca/certificate-authority";
import type { TrustContext } from "../ca/mesh-trust";

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

/** The roots a proxy trusts and the certificates it refuses, for SDS. Those of authorities are not looked up: we withdraw none. */
export function validationResource({ bundle, lists }: TrustContext): EncodedSecret {
  const refused = lists === "" ? {} : { crl: { inline_string: lists }, only_verify_leaf_cert_crl: true };
  return encodeResource("sds", {
    name: TRUST_SECRET,
    validation_context: { trusted_ca: { inline_string: bundle }, ...refused },
  });
}
