/** Files of torch.save that are damaged, or made to deceive: refused, at once, whatever they say of themselves. */
import { describe, expect, test } from "vitest";
import {
  code,
  dictionary,
  get,
  int,
  name,
  oldTorchFile,
  put,
  tensor,
  text,
  torchFile,
  tuple,
} from "../../../test/support/pickle.ts";
import { zip } from "../../../test/support/zip.ts";
import type { EvenkeelError } from "../../errors.ts";
import { decodeTorchTensors } from "./torch.ts";

const floats = (...values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);
const zeros = (count: number) => new Uint8Array(4 * count);

/** The refusal of a file; fails where it is read. */
function refusal(file: Uint8Array): string {
  try {
    decodeTorchTensors(file, "a.pth");
  } catch (error) {
    expect(error).toMatchObject({ name: "EvenkeelError", code: "DATA" });
    return (error as EvenkeelError).message;
  }
  return expect.unreachable("it was read");
}

const none = "a.pth: must hold a dictionary of tensors, got one without any";
const noStorage = 'a.pth: tensor "a": must refer to a storage, got another reference';

describe("values that hold themselves, or one another many times", () => {
  const itself = code("}", put(0), text("a"), get(0), "s");
  /** 2 to the power of 200 lists. */
  const bomb = code(
    "](N",
    put(0),
    ...Array.from({ length: 200 }, (_, i) => code("](", get(i), get(i), "e", put(i + 1))),
    "e",
  );

  test("in a dictionary", () => {
    for (const value of [itself, dictionary({ a: bomb })]) {
      expect(refusal(torchFile(value))).toBe(none);
      expect(refusal(oldTorchFile(value))).toMatch(/must hold a dictionary of tensors|100 levels/);
    }
  });

  test("as names, keys of storages and references to them", () => {
    expect(refusal(torchFile(code(bomb, bomb, "\x93")))).toContain("an import without a name");
    const keys = code("](", bomb, "e");
    expect(refusal(oldTorchFile(dictionary({}), [], keys))).toContain("must list its storages");
    const reference = code(tuple(text("storage"), bomb, bomb, bomb, bomb), "Q");
    expect(refusal(oldTorchFile(dictionary({ a: reference })))).toContain(
      "must refer to a storage",
    );
  });

  test("lists in lists, without end", () => {
    const deep = code("]".repeat(100_000), "a".repeat(99_999));
    expect(refusal(torchFile(dictionary({ a: deep })))).toBe(none);
    expect(refusal(oldTorchFile(dictionary({ a: deep })))).toBe(
      "a.pth: must be nested in 100 levels at most, got more",
    );
    const parameters = Array.from({ length: 10_000 }, () =>
      name("torch._utils _rebuild_parameter"),
    );
    const wrapped = code(...parameters, "N", "\x85R".repeat(10_000));
    expect(refusal(torchFile(dictionary({ a: wrapped })))).toBe(
      'a.pth: tensor "a": must be a dense tensor, got another value',
    );
  });
});

test("a list of 300 000 items is read, and more than 500 000 dictionaries are not", () => {
  const list = code("](", "N".repeat(300_000), "e");
  const file = torchFile(dictionary({ list, a: tensor({ shape: [1] }) }), { 0: floats(7) });
  expect([...decodeTorchTensors(file).keys()]).toEqual(["a"]);
  expect(refusal(torchFile(code("(", "}".repeat(600_000), "t")))).toBe(
    "a.pth: the pickle must have at most 500000 lists and dictionaries, got more",
  );
});

describe("storages", () => {
  test.each(["collections OrderedDict", "torch._utils _rebuild_tensor_v2"])(
    "of the type %s",
    (storage) => {
      const value = dictionary({ a: tensor({ shape: [1], storage }) });
      expect(refusal(torchFile(value, { 0: floats(1) }))).toBe(noStorage);
      expect(refusal(oldTorchFile(value, [["0", 1n, floats(1)]]))).toBe(
        "a.pth: must refer to a storage, got another reference",
      );
    },
  );

  test.each([-1n, -1000n, -(2n ** 63n)])("of %d elements", (elements) => {
    const value = dictionary({ a: tensor({ shape: [1] }) });
    expect(refusal(oldTorchFile(value, [["0", elements, floats(1)]]))).toContain(
      "a storage must have a number of elements, got -",
    );
  });

  test("of more elements than the file has bytes", () => {
    const value = dictionary({ a: tensor({ shape: [1] }) });
    for (const elements of [2n, 2n ** 40n, 2n ** 62n]) {
      expect(refusal(oldTorchFile(value, [["0", elements, floats(1)]]))).toBe(
        "a.pth: the file must be whole, got one that ends early",
      );
    }
  });

  test("whose bytes are not those of their elements", () => {
    const value = dictionary({ a: tensor({ shape: [2] }) });
    for (const bytes of [11, 7, 0, 9]) {
      expect(refusal(torchFile(value, { 0: new Uint8Array(bytes) }))).toBe(
        `a.pth: tensor "a": its storage of 2 elements must have 8 bytes, got ${bytes}`,
      );
    }
    expect(refusal(oldTorchFile(value, [["0", 1n, floats(1)]]))).toContain(
      "must have 8 bytes, got 4",
    );
  });
});

test.each([
  ["one element for a square of them", { shape: [14_000, 14_000], strides: [0, 0], elements: 1 }],
  ["rows that overlap", { shape: [100, 100], strides: [1, 1], elements: 199 }],
  ["an offset beyond the end", { shape: [2], offset: 3, elements: 4 }],
  ["a stride beyond the end", { shape: [2], strides: [9], elements: 4 }],
  ["more axes than strides", { shape: [2, 2], strides: [1], elements: 4 }],
  ["more strides than axes", { shape: [2], strides: [1, 1], elements: 4 }],
  [
    "more elements than a number can count",
    { shape: Array(40).fill(2 ** 30), strides: Array(40).fill(1), elements: 4 },
  ],
])("elements that the storage does not have: %s", (_, layout) => {
  const file = torchFile(dictionary({ a: tensor(layout) }), { 0: zeros(layout.elements) });
  expect(refusal(file)).toMatch(
    /^a\.pth: tensor "a": its elements \[.{1,80} must be in the storage, got \d+ elements$/,
  );
});

test.each([
  ["a negative size", { shape: [-2], elements: 2 }],
  ["two negative sizes", { shape: [-2, -2], elements: 4 }],
  ["a negative stride", { shape: [2], strides: [-1], offset: 1, elements: 2 }],
  ["a negative offset", { shape: [1], offset: -1, elements: 2 }],
])("%s is refused", (_, layout) => {
  const file = torchFile(dictionary({ a: tensor(layout) }), { 0: zeros(layout.elements) });
  expect(refusal(file)).toBe('a.pth: tensor "a": must be a dense tensor, got another value');
});

test("axes of size 1, however many, cost nothing", () => {
  const shape = [...Array(40_000).fill(1), 3, 2];
  const strides = [...Array(40_000).fill(7), 1, 3];
  const file = torchFile(dictionary({ a: tensor({ shape, strides, elements: 6 }) }), {
    0: floats(0, 1, 2, 3, 4, 5),
  });
  expect([...(decodeTorchTensors(file).get("a")?.data ?? [])]).toEqual([0, 3, 1, 4, 2, 5]);
});

test("tensors may share a storage, but not so often that the file becomes a memory", () => {
  const shared = (count: number) =>
    torchFile(
      dictionary(
        Object.fromEntries(
          Array.from({ length: count }, (_, i) => [`a${i}`, tensor({ shape: [10_000] })]),
        ),
      ),
      { 0: zeros(10_000) },
    );
  expect(decodeTorchTensors(shared(15)).size).toBe(15);
  expect(refusal(shared(100))).toMatch(
    /^a\.pth: tensor "a\d+": the tensors must not share their storages so often, got too many$/,
  );
});

describe("archives", () => {
  const value = dictionary({ a: tensor({ shape: [4] }) });
  const storage = floats(1, 2, 3, 4);

  test("a flipped bit of a storage or of the pickle is found", () => {
    const sound = torchFile(value, { 0: storage });
    const start = sound.indexOf(storage);
    for (let at = start; at < start + storage.length; at++) {
      const file = Buffer.from(sound);
      file[at]! ^= 0x40;
      expect(refusal(file)).toBe('a.pth: entry "a/data/0": its checksum must match, got another');
    }
    const file = Buffer.from(sound);
    file[file.indexOf("storage")]! ^= 1;
    expect(refusal(file)).toBe('a.pth: entry "a/data.pkl": its checksum must match, got another');
  });

  test("entries that are the same bytes are refused before these are read", () => {
    const pickle = { name: "a/data.pkl", content: code("\x80\x02", value, ".") };
    const large = { name: "a/data/0", content: new Uint8Array(2 ** 20) };
    const again = Array.from({ length: 1000 }, (_, i) => ({
      ...large,
      name: `a/data/${i + 1}`,
      place: 30 + pickle.name.length + pickle.content.length,
    }));
    expect(refusal(zip([pickle, large, ...again]))).toMatch(
      /^a\.pth: the archive's entries must fit into its \d+ bytes, got \d+$/,
    );
  });

  test.each([
    ["beyond the end", { bytes: 1000, packedBytes: 1000 }, "it must be whole"],
    ["of four gigabytes", { bytes: 0xfffffff0, packedBytes: 0xfffffff0 }, "it must be whole"],
    ["at no place", { place: 5 }, "it must be in the archive, got other bytes"],
    ["at a place beyond", { place: 0x7fffffff }, "the archive must be whole"],
    ["deflated", { deflated: true }, "it must be stored"],
    ["encrypted", { flags: 1 }, "it must be stored"],
  ])("an entry %s", (_, facts, reason) => {
    const pickle = { name: "a/data.pkl", content: code("\x80\x02", value, ".") };
    expect(refusal(zip([pickle, { name: "a/data/0", content: storage, ...facts }]))).toContain(
      reason,
    );
  });

  test("a directory that goes on beyond the file, wherever it is cut", () => {
    const sound = torchFile(value, { 0: storage });
    const directory = sound.indexOf("PK\x01\x02", 0, "latin1");
    const end = sound.subarray(sound.length - 22);
    for (let cut = directory; cut < sound.length - 22; cut += 3) {
      expect(refusal(Buffer.concat([sound.subarray(0, cut), end]))).toMatch(/^a\.pth: /);
    }
    for (let field = 0; field < end.length; field++) {
      const file = Buffer.from(sound);
      file[file.length - 22 + field] = 0xff;
      try {
        decodeTorchTensors(file, "a.pth");
      } catch (error) {
        expect((error as Error).message).toMatch(/^a\.pth: /);
      }
    }
  });

  test("names that lead out are names like any other", () => {
    const file = zip([
      { name: "../a/data.pkl", content: code("\x80\x02", value, ".") },
      { name: "../a/data/0", content: storage },
    ]);
    expect(refusal(file)).toBe("a.pth: must be a file of torch.save, got another archive");
    const prototype = dictionary({ ["__proto__"]: tensor({ shape: [4], key: "__proto__" }) });
    const found = decodeTorchTensors(torchFile(prototype, { ["__proto__"]: storage }));
    expect([...found.keys()]).toEqual(["__proto__"]);
  });
});

test.each([
  ["a function", code(name("os system"), text("true"), "\x85R")],
  ["a name in a module", code(name("torch._utils _rebuild_tensor_v2.__globals__"), ")R")],
  ["a class, as old pickles have it", code("(ios\nsystem\n")],
  ["an object", code("(", name("os system"), text("true"), "o")],
  ["a new object", code(name("os system"), ")\x81")],
  ["a registered extension", code("\x82\x01")],
  ["a name by its texts", code(text("posix"), text("system"), "\x93")],
  ["what every object has", code(name("__proto__ x"), ")R")],
  ["what every function has", code(name("constructor constructor"), ")R")],
])("nothing is imported: %s", (_, value) => {
  for (const file of [torchFile(dictionary({ a: value })), oldTorchFile(value)]) {
    expect(refusal(file)).toMatch(
      /^a\.pth: (only tensors are read; nothing else may be imported|the pickle may hold tensors alone), got /,
    );
  }
});

test("names of a file are quoted on one line, and cut", () => {
  const long = `\u001b[2J\r\n${"x".repeat(100_000)}`;
  const messages = [
    refusal(torchFile(dictionary({ [long]: tensor({ shape: [1] }) }))),
    refusal(torchFile(code(text("torch"), text(long), "\x93"))),
    refusal(zip([{ name: long.slice(0, 60_000), content: floats(1), deflated: true }])),
    refusal(torchFile(int(1))),
  ];
  for (const message of messages) {
    expect(message).toMatch(/^a\.pth: [^\p{Cc}]+$/u);
    expect(message.length).toBeLessThan(300);
  }
});
