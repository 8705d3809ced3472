import { z } from "zod";
import { type Attributes, Span } from "../../model/span";
import { TraceAnswer } from "../../model/trace-answers";

/**
 * Attributes as they come out of JSON.parse: whatever it makes of an object is one, so that nothing below needs a look.
 * With the full check 10,000 spans of 20 attributes take four times as long to take in.
 */
const ParsedAttributes = z.custom<Attributes>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "attributes are an object",
);

/** TraceAnswer for an answer that was just parsed from JSON. */
export const TraceWire = TraceAnswer.extend({
  spans: z.array(
    Span.extend({
      attributes: ParsedAttributes,
      resource: ParsedAttributes,
      events: z.array(Span.shape.events.element.extend({ attributes: ParsedAttributes })),
      links: z.array(Span.shape.links.element.extend({ attributes: ParsedAttributes })),
    }),
  ),
});
