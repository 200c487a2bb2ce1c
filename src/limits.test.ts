import { expect, test } from "vitest";
import { z } from "zod";
import { COSTS_NOTHING, limited } from "./limits.ts";
import { refusedText, type SchemaNode } from "./schema-text.ts";

const limit = { most: 10, because: "each is a file" };

test.each([
  ["a default", limited(z.int().min(1), limit).default(2).describe("how many")],
  ["none", limited(z.int().min(1), limit).optional().describe("how many")],
  ["a choice", z.union([z.literal("all"), limited(z.int().min(1), limit)]).describe("how many")],
])("the reason of a limit is told where a value exceeds it: %s", (_, schema) => {
  const node = z.toJSONSchema(schema, { io: "input" }) as SchemaNode;
  expect(refusedText(node, 11)).toMatch(/a whole number in \[1, 10\] \(each is a file\)$/);
  expect(refusedText(node, 0)).toMatch(/a whole number ≥ 1$/);
  expect(schema.safeParse(10).success).toBe(true);
  expect(schema.safeParse(11).success).toBe(false);
});

test("numbers that cost nothing are exact", () => {
  expect(Number.isSafeInteger(COSTS_NOTHING.most)).toBe(true);
  expect(Number.isSafeInteger(COSTS_NOTHING.most + 1)).toBe(false);
});
