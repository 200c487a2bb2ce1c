import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeGraphConstants } from "./tensorflow-graph.ts";

interface Golden {
  readonly constants: Readonly<
    Record<string, { readonly shape: number[]; readonly data: number[] }>
  >;
  readonly file: string;
}

const golden: Golden = JSON.parse(readFileSync("test/golden/formats/tensorflow.json", "utf8"));
const file = new Uint8Array(Buffer.from(golden.file, "base64"));

test("the float32 constants are what TensorFlow reads", () => {
  const found = [...decodeGraphConstants(file)].map(([name, { dtype, shape, data }]) => {
    expect(dtype).toBe("float32");
    return [name, { shape, data: [...data] }];
  });
  expect(Object.fromEntries(found)).toEqual(golden.constants);
});

test("a truncated graph is refused wherever it ends inside of a node", () => {
  const messages = new Set<string>();
  for (let length = file.length - 1; length > 0; length -= 17) {
    try {
      // a cut between two nodes leaves a sound graph with fewer of them
      decodeGraphConstants(file.slice(0, length), "graph.pb");
    } catch (error) {
      messages.add((error as Error).message);
    }
  }
  expect([...messages]).toMatchInlineSnapshot(`
    [
      "graph.pb: it must be a TensorFlow GraphDef, got bytes that are none",
    ]
  `);
});

test("other files are refused", () => {
  const decode = (text: string) => () =>
    decodeGraphConstants(new TextEncoder().encode(text), "graph.pb");
  expect(decode("<!DOCTYPE html>")).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: graph.pb: it must be a TensorFlow GraphDef, got bytes that are none]`,
  );
  expect(decode("")).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: graph.pb: it must be a TensorFlow GraphDef, got no nodes]`,
  );
});

test("a constant whose bytes do not fill its shape is named", () => {
  const damaged = file.slice();
  // the 2 of beta's shape: field 2 (12 02 08 02) after its name
  const name = Buffer.from(damaged).indexOf("conv/batchnorm/beta");
  const shape = Buffer.from(damaged).indexOf(Buffer.from([0x12, 2, 8, 2]), name);
  damaged[shape + 3] = 5;
  expect(() => decodeGraphConstants(damaged, "graph.pb")).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: graph.pb: constant "conv/batchnorm/beta": it must have 5 numbers ([5]), got 2]`,
  );
});
