/** Tensor files that are damaged, or made to deceive, and sound ones that are read seldom. */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, test } from "vitest";
import type { EvenkeelError } from "../errors.ts";
import { decodeNpy } from "./npy.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { decodeGraphConstants } from "./tensorflow-graph.ts";

/** The refusal of a file; fails where it is read. */
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toMatchObject({ name: "EvenkeelError", code: "DATA" });
    const { message } = error as EvenkeelError;
    expect(message).toMatch(/^[^\p{Cc}]+$/u);
    expect(message.length).toBeLessThan(400);
    return message;
  }
  return expect.unreachable("it was read");
}

describe("npy", () => {
  const npy = (header: string, data: Uint8Array = new Uint8Array(), version = 1) => {
    const text = Buffer.from(header, "latin1");
    const length = Buffer.alloc(version === 1 ? 2 : 4);
    length.writeUIntLE(text.length, 0, length.length);
    return Buffer.concat([
      Buffer.of(0x93, ...Buffer.from("NUMPY"), version, 0),
      length,
      text,
      data,
    ]);
  };
  const values = Float64Array.of(1.5, -2, 3, 1 / 3);
  const data = new Uint8Array(values.buffer);

  test.each([0, 1, 2, 3, 5, 7])("a header that ends %d bytes after a multiple of 8", (bytes) => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }";
    const padding = " ".repeat(8 - ((10 + header.length) % 8) + bytes);
    const file = npy(`${header}${padding}`, data);
    // as files are read: a Buffer, whose slices are views, at any place of a larger memory
    for (let offset = 0; offset < 8; offset++) {
      const moved = Buffer.concat([Buffer.alloc(offset), file]).subarray(offset);
      expect(decodeNpy(moved)).toEqual({ shape: [2, 2], data: values });
    }
  });

  test.each([
    "{'shape': (4,), 'fortran_order': False, 'descr': '<f8'}",
    `{"descr": "<f8", "fortran_order": False, "shape": (4,)}`,
    "{'descr':'<f8','fortran_order':False,'shape':(4L,)}",
    "{'descr': '<f8', 'fortran_order': True, 'shape': ( 4 , ), }\n",
  ])("a header as NumPy reads it: %s", (header) => {
    expect(decodeNpy(npy(header, data))).toEqual({ shape: [4], data: values });
  });

  test.each([
    ["(4)", "the header must have fortran_order and shape"],
    ["(-2, -2)", "the header must have fortran_order and shape"],
    ["(2 2)", "the header must have fortran_order and shape"],
    ["(2, 2", "the header must have fortran_order and shape"],
    ["(1e3, 1)", "the header must have fortran_order and shape"],
    ["(3, 2)", "[3, 2] must have 48 bytes of data, got 32; the file is truncated"],
    ["(2, 1)", "[2, 1] must have 16 bytes of data, got 32"],
    ["(0, 2)", "[0, 2] must have 0 bytes of data, got 32"],
    [`(${"9".repeat(400)}, 0)`, "the array must fit into a file, got [Infinity, 0]"],
    [`(${"9".repeat(15)}, ${"9".repeat(15)})`, "the array must fit into a file"],
  ])("the shape %s is refused", (shape, reason) => {
    const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`;
    expect(refusal(() => decodeNpy(npy(header, data), "a.npy"))).toContain(`a.npy: ${reason}`);
  });

  test("an array without elements is none of a size that no file has", () => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 7), }";
    expect(decodeNpy(npy(header)).shape).toEqual([0, 7]);
    const beyond = header.replace("7", "99999999999999999999");
    expect(refusal(() => decodeNpy(npy(beyond)))).toContain("must fit into a file");
  });

  test("what a header quotes is one line, and cut", () => {
    const colored =
      "{'descr': '\u001b[2J\u001b[31mpwned\r\n', 'fortran_order': False, 'shape': (4,)}";
    expect(refusal(() => decodeNpy(npy(colored), "a\u001b.npy"))).toBe(
      "a\\x1b.npy: elements must be float32 or float64, little-endian, got \\x1b[2J\\x1b[31mpwned\\r\\n",
    );
    const long = `{'descr': '<f8', ${"x".repeat(60_000)}`;
    expect(refusal(() => decodeNpy(npy(long)))).toBe(
      "npy: the header must have at most 10000 bytes, got 60017",
    );
    for (const filler of ["x", "(1,", "'shape': (", "'", " "]) {
      refusal(() => decodeNpy(npy(`{'descr': '<f8', ${filler.repeat(9000 / filler.length)}`)));
      refusal(() => decodeNpy(npy(`{'descr': ${filler.repeat(9000 / filler.length)}`)));
    }
  });
});

describe("safetensors", () => {
  const file = encodeSafetensors({
    double: { dtype: "float64", shape: [2], data: Float64Array.of(1 / 3, -7) },
    single: { dtype: "float32", shape: [1], data: Float32Array.of(2.5) },
  });
  /** A file whose header is this text. */
  const withHeader = (header: string, dataBytes = 0) => {
    const text = Buffer.from(header);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([length, text, Buffer.alloc(dataBytes)]);
  };

  test("a Buffer at any place of a larger memory is read, and copied", () => {
    const expected = decodeSafetensors(file).tensors;
    for (let offset = 0; offset < 9; offset++) {
      const memory = Buffer.concat([Buffer.alloc(offset), file]);
      const { tensors } = decodeSafetensors(memory.subarray(offset));
      memory.fill(0);
      expect(tensors).toEqual(expected);
    }
  });

  test("wide elements behind narrow ones are read wherever they lie", () => {
    const header =
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F64","shape":[1],"data_offsets":[4,12]}}';
    const bytes = withHeader(header, 12);
    bytes.writeFloatLE(2.5, bytes.length - 12);
    bytes.writeDoubleLE(1 / 3, bytes.length - 8);
    const { tensors } = decodeSafetensors(bytes);
    expect(tensors.get("a")?.data).toEqual(Float32Array.of(2.5));
    expect(tensors.get("b")?.data).toEqual(Float64Array.of(1 / 3));
  });

  const entry = (shape: string, dtype = "F32") =>
    `{"w":{"dtype":"${dtype}","shape":${shape},"data_offsets":[0,8]}}`;

  test.each([
    ["[-2]", "must be a list of non-negative integers, got [-2]"],
    ["[-1,-2]", "must be a list of non-negative integers"],
    ["[1.5]", "must be a list of non-negative integers"],
    ['["2"]', "must be a list of non-negative integers"],
    ["[[2]]", "must be a list of non-negative integers"],
    ["null", "must be a list of non-negative integers"],
    ["{}", "must be a list of non-negative integers"],
    ["[9007199254740991,9007199254740991]", "must be a list of non-negative integers"],
    [`[${Array(400).fill("1e9").join()},0]`, "must be a list of non-negative integers"],
    ["[3]", "its data must have 12 bytes (float32 [3]), got 8"],
    [`[${Array(5000).fill(1).join()}]`, "its data must have 4 bytes"],
  ])("the shape %s is refused", (shape, reason) => {
    expect(refusal(() => decodeSafetensors(withHeader(entry(shape), 8), "a"))).toContain(reason);
  });

  test.each([
    ["nested deep", `{"w":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
    ["nested deep in its metadata", `{"__metadata__":${'{"a":'.repeat(50_000)}`],
    ["a list, nested deep", `${"[".repeat(5000)}${"]".repeat(5000)}`],
    ["a very long text", JSON.stringify("x".repeat(1_000_000))],
    ["a very long key", JSON.stringify({ ["k".repeat(1_000_000)]: 1 })],
    ["a very long dtype", entry("[2]", "F".repeat(1_000_000))],
    ["control characters", JSON.stringify({ "\u001b[2J\n": { dtype: "\r" } })],
    ["offsets that are none", '{"w":{"dtype":"F32","shape":[2]}}'],
    ["no dtype", '{"w":{"shape":[2],"data_offsets":[0,8]}}'],
    ["what every object has", '{"__proto__":1,"constructor":{}}'],
  ])("a header of %s is refused", (_, header) => {
    refusal(() => decodeSafetensors(withHeader(header, 8), "a.safetensors"));
  });
});

describe("TensorFlow graphs", () => {
  type Build = (writer: BinaryWriter) => BinaryWriter;
  const message =
    (field: number, build: Build): Build =>
    (writer) =>
      build(writer.tag(field, WireType.LengthDelimited).fork()).join();
  const word =
    (field: number, value: string): Build =>
    (writer) =>
      writer.tag(field, WireType.LengthDelimited).string(value);
  const bytes =
    (field: number, value: Uint8Array): Build =>
    (writer) =>
      writer.tag(field, WireType.LengthDelimited).bytes(value);
  const int =
    (field: number, value: number | bigint): Build =>
    (writer) =>
      writer.tag(field, WireType.Varint).int64(value);
  const all =
    (...parts: readonly Build[]): Build =>
    (writer) =>
      parts.reduce((before, part) => part(before), writer);
  const shapeOf = (...sizes: readonly (number | bigint)[]) =>
    message(2, all(...sizes.map((size) => message(2, int(1, size)))));
  const packed = (values: readonly number[]) =>
    bytes(5, new Uint8Array(Float32Array.from(values).buffer));

  /** A graph of one float32 constant for each tensor. */
  const graph = (...tensors: readonly Build[]) => {
    const nodes = tensors.map((tensor, i) => {
      const value = message(2, message(8, all(int(1, 1), tensor)));
      const attribute = message(5, all(word(1, "value"), value));
      return message(1, all(word(1, `w${i}`), word(2, "Const"), attribute));
    });
    return all(...nodes)(new BinaryWriter()).finish();
  };
  const valuesOf = (file: Uint8Array) => [...(decodeGraphConstants(file).get("w0")?.data ?? [])];
  const refused = (file: Uint8Array) => refusal(() => decodeGraphConstants(file, "a.pb"));

  test("values are packed, one by one, or both, however many there are", () => {
    const many = Array.from({ length: 200_000 }, (_, i) => i / 8);
    expect(valuesOf(graph(all(shapeOf(many.length), packed(many))))).toEqual(many);
    const one: Build = (writer) => writer.tag(5, WireType.Bit32).float(2.5);
    expect(valuesOf(graph(all(shapeOf(5), packed([1, 2]), one, one)))).toEqual([
      1, 2, 2.5, 2.5, 2.5,
    ]);
  });

  test("a last value may stand for others, but not for more than any memory", () => {
    expect(valuesOf(graph(all(shapeOf(3, 2), packed([7]))))).toEqual(Array(6).fill(7));
    for (const size of [1e9, 1e15, 2n ** 52n]) {
      expect(refused(graph(all(shapeOf(size), packed([7]))))).toMatch(
        /^a\.pb: constant "w0": it must have \d+ numbers, or not so many of one, got 1$/,
      );
    }
    // each is small, all together are not
    const some = Array.from({ length: 100 }, () => all(shapeOf(100_000), packed([7])));
    expect(refused(graph(...some))).toContain('constant "w41": it must have 100000 numbers');
  });

  test.each([
    ["negative", shapeOf(-2), "must be a list of non-negative integers, got [-2]"],
    ["negative twice", shapeOf(-2, -2), "must be a list of non-negative integers, got [-2, -2]"],
    ["not known", shapeOf(-1), "must be a list of non-negative integers, got [-1]"],
    ["beyond whole numbers", shapeOf(2n ** 60n), "must be a list of non-negative integers"],
    ["beyond in their product", shapeOf(2 ** 50, 2 ** 50), "must be a list of non-negative"],
    ["more than there are", shapeOf(5), "it must have 5 numbers ([5]), got 4"],
    ["fewer than there are", shapeOf(3), "it must have 3 numbers ([3]), got 4"],
  ])("sizes that are %s are refused", (_, shape, reason) => {
    const content = bytes(4, new Uint8Array(16));
    expect(refused(graph(all(shape, content)))).toContain(reason);
  });

  test.each([1, 3, 11])("%d bytes are no numbers", (length) => {
    const content = new Uint8Array(length);
    const reason = `it must have whole numbers of 4 bytes, got ${length} bytes`;
    expect(refused(graph(all(shapeOf(2), bytes(4, content))))).toContain(reason);
    expect(refused(graph(all(shapeOf(2), bytes(5, content))))).toContain(reason);
  });

  test("groups in groups, without end, are no graph", () => {
    const groups = new Uint8Array(100_000).fill(0x0b);
    expect(refused(groups)).toBe("a.pb: it must be a TensorFlow GraphDef, got bytes that are none");
  });
});
