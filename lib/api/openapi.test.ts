import { describe, expect, it } from "vitest";
import { openApiDocument } from "./openapi";
import { routes } from "./routes";

const METHODS = ["get", "post", "put", "delete"];

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  responses: Record<string, { description: string; content?: object }>;
  security?: object[];
}

const text = JSON.stringify(openApiDocument(routes, "1.2.3"));
const document = JSON.parse(text) as {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: object };
};
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

describe("the OpenAPI document", () => {
  it("is 3.1 and describes every route once", () => {
    expect(document).toMatchObject({ openapi: "3.1.0", info: { version: "1.2.3" } });
    expect(operations).toHaveLength(routes.length);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(operations.map((one) => [`${one.method} ${one.path}`, one] as const))(
    "%s is whole",
    (_name, { path, method, operation }) => {
      expect(METHODS).toContain(method);
      const inPath = operation.parameters.filter((parameter) => parameter.in === "path");
      const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(inPath.map(({ name }) => name).sort()).toEqual(variables.sort());
      expect(inPath.every(({ required }) => required)).toBe(true);
      expect(Object.keys(operation.responses)).toContainEqual(expect.stringMatching(/^2/));
      if (!operation.security) expect(operation.responses).toHaveProperty("401");
      for (const { description } of Object.values(operation.responses)) expect(description).not.toBe("");
    },
  );

  it("refers to nothing that is not there", () => {
    const targets = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target ?? "");
    expect(targets.length).toBeGreaterThan(0);
    for (const target of targets) {
      const found = target
        .slice(2)
        .split("/")
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
      expect(found, target).toBeDefined();
    }
  });
});
