import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { stringifyYaml } from "./write-yaml.ts";
import { readYaml } from "./yaml.ts";

const file = join(import.meta.dirname, "../../test/golden/yaml.json");
const golden = JSON.parse(readFileSync(file, "utf8")) as {
  readonly values: readonly (string | number)[];
  /** What PyYAML reads in a text. */
  readonly read: Readonly<Record<string, { readonly value?: unknown }>>;
};

test.each(golden.values)("%j is the same in YAML 1.1 and 1.2", (value) => {
  const text = stringifyYaml(value);
  expect(readYaml(text).value).toBe(value);
  expect(parse(text, { version: "1.1" })).toBe(value);
  expect(golden.read[text.trimEnd()]).toEqual({ value });
});

test("what YAML 1.1 takes for something else is quoted, other words are not", () => {
  expect(stringifyYaml({ a: "no", b: "1:30", c: 1e-8, d: "run-1", e: 2e-4 })).toBe(
    'a: "no"\nb: "1:30"\nc: 1.0e-8\nd: run-1\ne: 0.0002\n',
  );
});

test("control characters are escapes, in keys too", () => {
  expect(stringifyYaml({ "a\x9b": "b\x1b[31m\u2028\u202e" })).toBe(
    '"a\\u009b": "b\\e[31m\\u2028\\u202e"\n',
  );
});
