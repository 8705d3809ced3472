import type { VirtualService } from "../../schema/virtual-service";
import { error, type Problem, type Rule, warning } from "../rule";
import { eachRoute } from "./each-route";

const REDIRECT_CODES = [301, 302, 303, 307, 308];
const MAX_BODY_BYTES = 1024 * 1024;

/** HED-VS-075..077: codes, schemes and body sizes of redirects and direct responses. Source: istio validateHTTPRedirect, validateHTTPDirectResponse. */
export const responses: Rule<VirtualService> = (object) =>
  eachRoute(object).flatMap(({ route, path }) => {
    const problems: Problem[] = [];
    const { redirectCode, scheme } = route.redirect ?? {};
    if (redirectCode !== undefined && redirectCode !== 0 && !REDIRECT_CODES.includes(redirectCode)) {
      problems.push(
        error(
          "HED-VS-075",
          [...path, "redirect", "redirectCode"],
          `redirectCode is ${redirectCode}; Envoy takes ${REDIRECT_CODES.join(", ")}.`,
        ),
      );
    }
    if (scheme !== undefined && !["", "http", "https"].includes(scheme)) {
      problems.push(
        error(
          "HED-VS-075",
          [...path, "redirect", "scheme"],
          `Scheme ${JSON.stringify(scheme)} is neither http nor https.`,
        ),
      );
    }
    const answer = route.directResponse;
    if (answer && (answer.status < 200 || answer.status > 599)) {
      problems.push(
        error(
          "HED-VS-076",
          [...path, "directResponse", "status"],
          `status is ${answer.status}; Envoy takes 200 to 599.`,
        ),
      );
    }
    const bytes = new TextEncoder().encode(answer?.body?.string ?? answer?.body?.bytes ?? "").length;
    const bodyPath = [...path, "directResponse", "body"];
    if (bytes > MAX_BODY_BYTES)
      problems.push(error("HED-VS-077", bodyPath, `The body has ${bytes} bytes; at most 1 MB is kept.`));
    else if (bytes > 100_000)
      problems.push(
        warning(
          "HED-VS-077",
          bodyPath,
          `The body has ${bytes} bytes, and every proxy holds it in memory.`,
          "Serve it from a service.",
        ),
      );
    return problems;
  });
