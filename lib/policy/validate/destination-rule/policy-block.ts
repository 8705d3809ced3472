import type { DestinationRule } from "../../schema/destination-rule";
import { percentProblem } from "../percent-problem";
import { error, type Problem, type Rule } from "../rule";
import { eachPolicy } from "./each-policy";

/** HED-DR-027..029: a policy is not empty, its parts do not exclude each other, and mutual TLS has its certificates. Source: istio validateTrafficPolicy, validateTLS. */
export const policyBlock: Rule<DestinationRule> = (object) =>
  eachPolicy(object).flatMap(({ policy, path }) => {
    const problems: Problem[] = percentProblem(
      "HED-DR-029",
      [...path, "retryBudget", "percent"],
      policy.retryBudget?.percent,
    );
    if (Object.values(policy).every((part) => part === undefined)) {
      problems.push(error("HED-DR-027", path, "The policy is empty.", "Give it a part, or take it out."));
    }
    if (policy.tunnel && policy.proxyProtocol) {
      problems.push(
        error(
          "HED-DR-027",
          [...path, "proxyProtocol"],
          "tunnel and proxyProtocol exclude each other.",
          "Keep one of them.",
        ),
      );
    }
    const tls = policy.tls;
    if (tls?.mode === "MUTUAL" && !tls.credentialName && !(tls.clientCertificate && tls.privateKey)) {
      problems.push(
        error(
          "HED-DR-028",
          [...path, "tls"],
          "mode MUTUAL needs a client certificate.",
          "Set clientCertificate and privateKey, or credentialName.",
        ),
      );
    }
    if (
      tls?.mode === "ISTIO_MUTUAL" &&
      (tls.clientCertificate || tls.privateKey || tls.caCertificates || tls.credentialName)
    ) {
      problems.push(
        error(
          "HED-DR-028",
          [...path, "tls"],
          "mode ISTIO_MUTUAL uses the mesh's own certificates; these fields contradict it.",
          "Take the certificate fields out, or use MUTUAL.",
        ),
      );
    }
    return problems;
  });
