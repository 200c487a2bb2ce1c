/** Readers of tensors: NumPy, MATLAB, safetensors, PyTorch, TensorFlow. */
import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { EvenkeelError } from "evenkeel";
import {
  decodeGraphConstants,
  decodeMat,
  decodeNpy,
  decodeSafetensors,
  decodeTorchTensors,
  encodeNpy,
  encodeSafetensors,
} from "evenkeel/formats";
import { decodeInceptionWeights } from "evenkeel/metrics/extractors";
import type { FuzzedReader } from "../reader.ts";
import { mendZip, storedEntries, storedZip } from "./stored-zip.ts";

interface Tensor {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** Most times its file's bytes that tensors may take; a small graph may repeat a value. */
const MOST_GROWTH = 20;
const LEAST_LIMIT = 2 ** 25;

const golden = (name: string) => JSON.parse(readFileSync(`test/golden/formats/${name}`, "utf8"));
const base64 = (text: string) => new Uint8Array(Buffer.from(text, "base64"));

const npy = ["matrix-float32", "matrix-float64", "version-2", "fortran-vector", "structured"].map(
  (name) => new Uint8Array(readFileSync(`test/golden/formats/npy/${name}.npy`)),
);
const mat = ["res101", "att_splits", "classes", "classes-compressed"].map(
  (name) => new Uint8Array(readFileSync(`test/golden/formats/mat/${name}.mat`)),
);
const MAT_HEADER = 128;
/** Variables of the files of MATLAB. */
const matNames = [
  ["features", "image_files", "labels"],
  ["att", "allclasses_names", "trainval_loc", "test_seen_loc", "test_unseen_loc"],
  ["double", "single", "int8", "uint64", "cube", "empty", "text", "texts"],
] as const;
const matParts = [
  "features",
  "\x0e\0\0\0",
  "\x0f\0\0\0",
  "\x06\0\0\0\x08\0\0\0\x06\0\0\0\0\0\0\0",
  "\x05\0\0\0\x08\0\0\0\xff\xff\xff\x7f\xff\xff\xff\x7f",
  "\x05\0\0\0\x08\0\0\0\0\0\0\0\x01\0\0\0",
  "\x09\0\0\0",
  "\x01\0\x01\0a",
  "\x10\0\x04\0",
];

const safetensors = [
  new Uint8Array(readFileSync("test/golden/formats/example.safetensors")),
  encodeSafetensors({ w: { dtype: "float32", shape: [2, 3], data: new Float32Array(6) } }),
];
const torch = golden("torch.json");
const torchFiles = Object.values<string>({ ...torch.files, ...torch.refused }).map(base64);
const graphs = [base64(golden("tensorflow.json").file)];

/** A tensor of which the shape and the data disagree, or that is out of all proportion. */
function checkTensors(tensors: Iterable<Tensor>, input: Uint8Array): void {
  let bytes = 0;
  for (const { shape, data } of tensors) {
    const count = shape.reduce((product, size) => product * size, 1);
    const isShape = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
    if (!isShape || count !== data.length) {
      throw new Error(`a tensor of ${data.length} elements has the shape [${shape.slice(0, 9)}]`);
    }
    bytes += 4 * data.length;
  }
  if (bytes > Math.max(LEAST_LIMIT, MOST_GROWTH * input.length)) {
    throw new Error(`${input.length} bytes became tensors of ${bytes}`);
  }
}

/** Reads the variables of one of the files. */
async function readMat(input: Uint8Array): Promise<void> {
  for (const [i, names] of matNames.entries()) {
    try {
      const found = Object.values(await decodeMat(asRead(input), names, "a.mat"));
      const numbers = found.flatMap((variable) => (variable.kind === "numbers" ? variable : []));
      return checkTensors(numbers, input);
    } catch (error) {
      if (!(error instanceof EvenkeelError) || i === matNames.length - 1) throw error;
    }
  }
}

/** The first element of a file of MATLAB. */
function firstElement(file: Uint8Array): Uint8Array {
  const size = Buffer.from(file).readUInt32LE(MAT_HEADER + 4);
  return file.subarray(MAT_HEADER, MAT_HEADER + 8 + size);
}

/** A file of MATLAB with one compressed element. */
function compressedMat(element: Uint8Array): Uint8Array {
  const packed = deflateSync(element);
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(15);
  tag.writeUInt32LE(packed.length, 4);
  return Buffer.concat([mat[0]!.subarray(0, MAT_HEADER), tag, packed]);
}

/** As files are read: a view of a larger memory, at an odd place. */
function asRead(input: Uint8Array): Buffer {
  return Buffer.concat([Buffer.alloc(1), input]).subarray(1);
}

const archives = torchFiles.filter((file) => file[0] === 0x50).map(storedEntries);
const isPickle = (name: string) => name.endsWith("/data.pkl");
const pickleOf = (entries: ReadonlyMap<string, Uint8Array>) =>
  [...entries].find(([name]) => isPickle(name))?.[1] as Uint8Array;

const pickleCodes = [..."(NKMJGXU}])tlcRQsuaebqrhj0.", "\x80\x02", "\x85", "\x86", "\x87", "\x88"];
const pickleWords = [
  "storage",
  "cpu",
  "0",
  "collections\nOrderedDict\n",
  "q\x00",
  "h\x00",
  "X\x01\x00\x00\x00a",
];
const zipParts = [
  "PK\x01\x02",
  "PK\x03\x04",
  "PK\x05\x06",
  "PK\x06\x06",
  "PK\x06\x07",
  "\xff\xff\xff\xff",
];
const headerWords = [
  "'descr'",
  "'<f8'",
  "'shape'",
  "(3, 4)",
  "(",
  ",",
  "True",
  "-1",
  "9".repeat(30),
];
const jsonWords = [
  "[",
  "{",
  '"w"',
  '{"a":',
  "]",
  "}",
  ",",
  '"F32"',
  '"shape"',
  '"data_offsets"',
  "__proto__",
];
const protobufParts = [
  "\x0a",
  "\x12",
  "\x2a",
  "\x08\x01",
  "\x0b",
  "\x0c",
  "\xff\xff\xff\xff\x0f",
  "value",
  "Const",
];

export const tensorReaders: readonly FuzzedReader[] = [
  {
    name: "npy",
    seeds: [...npy, encodeNpy({ shape: [7], data: new Float64Array(7) })],
    tokens: headerWords,
    read: (input) => checkTensors([decodeNpy(asRead(input), "a.npy")], input),
  },
  {
    name: "mat",
    seeds: mat,
    tokens: matParts,
    read: readMat,
  },
  {
    name: "mat-compressed",
    seeds: [firstElement(mat[0]!), firstElement(mat[2]!)],
    tokens: matParts,
    async read(input) {
      const name = Buffer.from(input).includes("features") ? "features" : "double";
      const found = (await decodeMat(compressedMat(input), [name], "a.mat"))[name]!;
      checkTensors(found.kind === "numbers" ? [found] : [], input);
    },
  },
  {
    name: "safetensors",
    seeds: safetensors,
    tokens: jsonWords,
    read: (input) => checkTensors(decodeSafetensors(asRead(input), "a").tensors.values(), input),
  },
  {
    name: "torch",
    seeds: torchFiles,
    tokens: [...pickleCodes, ...pickleWords, ...zipParts],
    read: (input) => checkTensors(decodeTorchTensors(asRead(input), "a.pth").values(), input),
    mend: mendZip,
  },
  {
    name: "torch-pickle",
    seeds: archives.map(pickleOf),
    tokens: [...pickleCodes, ...pickleWords],
    read(input) {
      const entries = [...archives[0]!].map(([name, content]): [string, Uint8Array] => [
        name,
        isPickle(name) ? input : content,
      ]);
      const file = storedZip(new Map(entries));
      checkTensors(decodeTorchTensors(asRead(file), "a.pth").values(), file);
    },
  },
  {
    name: "tensorflow-graph",
    seeds: graphs,
    tokens: protobufParts,
    read: (input) => checkTensors(decodeGraphConstants(asRead(input), "a.pb").values(), input),
  },
  {
    name: "inception-weights",
    seeds: [...torchFiles, ...safetensors, ...graphs],
    tokens: [...pickleCodes, ...jsonWords, ...protobufParts],
    read: (input) => decodeInceptionWeights(asRead(input), "a"),
    mend: mendZip,
  },
];
