import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors, type FileTensor } from "./safetensors.ts";

/** Made by the original library: see example.safetensors.json. */
const golden = new Uint8Array(
  readFileSync(new URL("../../test/golden/formats/example.safetensors", import.meta.url)),
);

/** The tensors that scripts/golden/formats-safetensors.py stores, in another order. */
const tensors: Readonly<Record<string, FileTensor>> = {
  größe: { dtype: "float32", shape: [], data: Float32Array.of(7.25) },
  pixels: { dtype: "uint8", shape: [1, 2, 2], data: Uint8Array.of(0, 1, 127, 255) },
  counters: { dtype: "int32", shape: [4], data: Int32Array.of(-(2 ** 31), -1, 0, 2 ** 31 - 1) },
  empty: { dtype: "float32", shape: [0, 3], data: new Float32Array() },
  "discriminator/conv1/weight": {
    dtype: "float32",
    shape: [2, 3],
    data: Float32Array.of(0.1, -2.5, 3e38, -0, Infinity, 1e-45),
  },
  "discriminator/conv1/u": {
    dtype: "float64",
    shape: [3],
    data: Float64Array.of(1 / 3, -1e300, 5e-324),
  },
};
const metadata = { format: 'np "quoted"\n' };

describe("encodeSafetensors", () => {
  test("gives the bytes of the original library", () => {
    expect(encodeSafetensors(tensors, metadata)).toEqual(golden);
  });

  test("does not depend on the order of insertion", () => {
    const reversed = new Map(Object.entries(tensors).reverse());
    expect(encodeSafetensors(reversed, metadata)).toEqual(golden);
  });

  test("stores a view of a larger buffer as what it shows", () => {
    const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const file = encodeSafetensors({ part: { dtype: "float32", shape: [2], data } });
    expect(decodeSafetensors(file).tensors.get("part")?.data).toEqual(Float32Array.of(2, 3));
  });

  test("refuses data that does not fit its shape or dtype, and the reserved name", () => {
    const data = Float32Array.of(1, 2, 3);
    expect(() =>
      encodeSafetensors({ w: { dtype: "float32", shape: [2, 2], data } }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: safetensors: tensor "w": data must have as many elements as its shape [2, 2], got 3 elements]`,
    );
    expect(() =>
      encodeSafetensors({ w: { dtype: "float64", shape: [3], data } as unknown as FileTensor }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: safetensors: tensor "w": float64 data must be a Float64Array, got another type]`,
    );
    expect(() =>
      encodeSafetensors({ __metadata__: { dtype: "float32", shape: [3], data } }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: safetensors: no tensor may be named __metadata__]`,
    );
  });
});

describe("decodeSafetensors", () => {
  test("leaves out what is not wanted, of whatever dtype", () => {
    const text = Buffer.from(golden).toString("latin1").replace('"I32"', '"I99"');
    const file = new Uint8Array(Buffer.from(text, "latin1"));
    expect(() => decodeSafetensors(file, "a")).toThrow(
      'tensor "counters": its dtype must be one of',
    );
    const { tensors: found } = decodeSafetensors(file, "a", (name) => name !== "counters");
    expect([...found.keys()].sort()).toEqual(
      Object.keys(tensors)
        .filter((name) => name !== "counters")
        .sort(),
    );
  });

  test("reads a file of the original library", () => {
    const file = decodeSafetensors(golden);
    expect(file.metadata).toEqual(metadata);
    expect(Object.fromEntries(file.tensors)).toEqual(tensors);
  });

  test("reads from any position within a buffer and copies", () => {
    const buffer = new Uint8Array(golden.length + 3);
    buffer.set(golden, 3);
    const { tensors } = decodeSafetensors(buffer.subarray(3));
    buffer.fill(0);
    expect(tensors.get("pixels")?.data).toEqual(Uint8Array.of(0, 1, 127, 255));
  });

  test("reads a file without tensors", () => {
    expect(decodeSafetensors(encodeSafetensors({})).tensors.size).toBe(0);
  });

  test("refuses every truncated file", () => {
    for (let length = 0; length < golden.length; length++) {
      expect(() => decodeSafetensors(golden.slice(0, length))).toThrow(/^safetensors: /);
    }
  });

  const entry = (over: object) => ({
    w: { dtype: "F32", shape: [2], data_offsets: [0, 8], ...over },
  });
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ["shorter than a length", golden.slice(0, 7)],
    ["a header length beyond the limit", Uint8Array.from({ length: 16 }, () => 255)],
    ["cut within the header", golden.slice(0, 100)],
    ["cut within the data", golden.slice(0, -1)],
    ["longer than its tensors", Uint8Array.of(...golden, 0)],
    ["no JSON", withHeader("nonsense")],
    ["no UTF-8", withHeader(Uint8Array.of(0xff, 0xfe))],
    ["no object", withHeader("[]")],
    ["a tensor twice", withHeader('{"w": {"dtype": "F32"}, "w": {}}')],
    ["metadata that are no texts", withHeader({ __metadata__: { step: 1 } })],
    ["an entry that is no object", withHeader({ w: 1 })],
    ["an unknown dtype", withHeader(entry({ dtype: "BF16" }), 4)],
    ["a negative size", withHeader(entry({ shape: [-2] }), 8)],
    ["no offsets", withHeader(entry({ data_offsets: [0] }), 8)],
    ["a size that does not fit the offsets", withHeader(entry({ shape: [3] }), 12)],
    ["offsets in the wrong order", withHeader(entry({ data_offsets: [8, 0] }), 8)],
    ["offsets outside", withHeader(entry({}), 4)],
    ["overlap", withHeader({ ...entry({}), v: entry({ data_offsets: [4, 12] }).w }, 12)],
    ["a gap", withHeader({ ...entry({}), v: entry({ data_offsets: [12, 20] }).w }, 20)],
  ];

  test("says what is wrong with a broken file", () => {
    const messages = cases.map(([what, bytes]) => {
      try {
        decodeSafetensors(bytes, "weights.safetensors");
        return `${what}: accepted`;
      } catch (error) {
        return `${what}: ${(error as Error).message}`;
      }
    });
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "shorter than a length: weights.safetensors: a file must have at least 8 bytes, got 7
      a header length beyond the limit: weights.safetensors: the header must have at most 100000000 bytes, got 18446744073709551615
      cut within the header: weights.safetensors: the header of 448 bytes must lie within the file, got a file of 100 bytes
      cut within the data: weights.safetensors: tensor "pixels": its data must end within the file's 71 bytes of data, got byte 72; the file is truncated
      longer than its tensors: weights.safetensors: the data must end at byte 72, after "pixels", got 73
      no JSON: weights.safetensors: the header must be JSON in UTF-8, got other bytes
      no UTF-8: weights.safetensors: the header must be JSON in UTF-8, got other bytes
      no object: weights.safetensors: the header must be a JSON object, got []
      a tensor twice: weights.safetensors: the header must have each key once, got "w" again
      metadata that are no texts: weights.safetensors: the metadata must be an object of texts, got {"step":1}
      an entry that is no object: weights.safetensors: tensor "w": its header entry must be an object, got 1
      an unknown dtype: weights.safetensors: tensor "w": its dtype must be one of F64, F32, I32, U8, got "BF16"
      a negative size: weights.safetensors: tensor "w": its shape must be a list of non-negative integers, got [-2]
      no offsets: weights.safetensors: tensor "w": its data_offsets must be [begin, end], got [0]
      a size that does not fit the offsets: weights.safetensors: tensor "w": its data must have 12 bytes (float32 [3]), got 8
      offsets in the wrong order: weights.safetensors: tensor "w": its data must have 8 bytes (float32 [2]), got -8
      offsets outside: weights.safetensors: tensor "w": its data must end within the file's 4 bytes of data, got byte 8; the file is truncated
      overlap: weights.safetensors: tensor "v": it must not overlap "w", got bytes 4 to 12
      a gap: weights.safetensors: tensor "v": it must begin at byte 8, after "w", got 12"
    `);
  });
});

function withHeader(header: object | string | Uint8Array, dataBytes = 0): Uint8Array {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  const bytes = header instanceof Uint8Array ? header : new TextEncoder().encode(text);
  const file = new Uint8Array(8 + bytes.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(bytes.length), true);
  file.set(bytes, 8);
  return file;
}
