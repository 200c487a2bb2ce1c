import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeNpy, encodeNpy } from "./npy.ts";

/** What NumPy wrote; see `scripts/golden/formats-npy.py`. */
const read = (name: string) =>
  new Uint8Array(
    readFileSync(new URL(`../../test/golden/formats/npy/${name}.npy`, import.meta.url)),
  );
const values = (count: number) => Array.from({ length: count }, (_, i) => i / 4 - 1);

describe("files of NumPy", () => {
  test.each([
    ["vector-float32", [5], Float32Array],
    ["vector-float64", [5], Float64Array],
    ["matrix-float32", [3, 4], Float32Array],
    ["matrix-float64", [4, 3], Float64Array],
    ["matrix-empty", [0, 7], Float32Array],
    ["version-2", [3, 4], Float32Array],
    ["version-3", [3, 4], Float32Array],
    ["fortran-vector", [5], Float32Array],
  ] as const)("%s", (name, shape, type) => {
    const { shape: found, data } = decodeNpy(read(name));
    expect(found).toEqual(shape);
    expect(data).toBeInstanceOf(type);
    expect([...data]).toEqual(values(shape.reduce<number>((a, b) => a * b, 1)));
  });

  test.each([
    "vector-float32",
    "vector-float64",
    "matrix-float32",
    "matrix-float64",
    "matrix-empty",
  ])("%s is written again byte for byte", (name) => {
    const file = read(name);
    expect(encodeNpy(decodeNpy(file))).toEqual(file);
  });

  test("are read from the midst of other bytes", () => {
    const file = read("matrix-float64");
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(decodeNpy(shifted.subarray(3))).toEqual(decodeNpy(file));
  });
});

describe("refuses", () => {
  const refusal = (file: Uint8Array) => {
    try {
      decodeNpy(file, "a.npy");
    } catch (error) {
      return (error as Error).message;
    }
    return "nothing";
  };

  test.each([
    ["fortran-matrix", "the array must be in C order, got Fortran order"],
    ["big-endian", "elements must be float32 or float64, little-endian, got >f4"],
    ["float16", "elements must be float32 or float64, little-endian, got <f2"],
    ["int64", "elements must be float32 or float64, little-endian, got <i8"],
    [
      "structured",
      "elements must be float32 or float64, little-endian, got {'descr': [('a', '<f4')",
    ],
    ["scalar", "the array must have 1 or 2 dimensions, got []"],
    ["images", "the array must have 1 or 2 dimensions, got [2, 3, 2, 2]"],
  ])("%s", (name, message) => {
    expect(refusal(read(name))).toContain(`a.npy: ${message}`);
  });

  test("what is cut off anywhere, or goes on", () => {
    const file = read("matrix-float32");
    for (let length = 0; length < file.length; length++) {
      expect(refusal(file.subarray(0, length))).toMatch(/^a\.npy: .* got /);
    }
    expect(refusal(file.subarray(0, file.length - 1))).toBe(
      "a.npy: [3, 4] must have 48 bytes of data, got 47; the file is truncated",
    );
    const longer = new Uint8Array(file.length + 1);
    longer.set(file);
    expect(refusal(longer)).toBe("a.npy: [3, 4] must have 48 bytes of data, got 49");
  });

  test("other files, other versions, a header without what must be there", () => {
    expect(refusal(new TextEncoder().encode("PK\u0003\u0004, an archive"))).toBe(
      "a.npy: a .npy file must begin with \\x93NUMPY, got other bytes",
    );
    const file = read("matrix-float32");
    expect(refusal(file.with(6, 4))).toBe("a.npy: the format version must be 1, 2 or 3, got 4");
    const at = new TextDecoder("latin1").decode(file).indexOf("shape");
    expect(refusal(file.with(at, 0x58))).toContain("the header must have fortran_order and shape");
  });

  test("to write what has other axes or another size", () => {
    const data = new Float32Array(6);
    expect(() => encodeNpy({ shape: [2, 2], data })).toThrow(
      "npy: data must have as many elements as their 1 or 2 axes, got 6 for [2, 2]",
    );
    expect(() => encodeNpy({ shape: [1, 2, 3], data })).toThrow("got 6 for [1, 2, 3]");
  });
});
