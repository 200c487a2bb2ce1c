/** The reader of generators in ONNX files. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import { onnxSubject } from "evenkeel/evaluation/subject";
import { type ModelProto, ModelProtoSchema } from "onnx-buf";
import type { FuzzedReader } from "../reader.ts";

const FLOAT = 1;

function valueInfo(name: string, dims: readonly (number | string)[]) {
  const dim = dims.map((size) => ({
    value:
      typeof size === "string"
        ? { case: "dimParam" as const, value: size }
        : { case: "dimValue" as const, value: BigInt(size) },
  }));
  return {
    name,
    type: { value: { case: "tensorType" as const, value: { elemType: FLOAT, shape: { dim } } } },
  };
}

/** z `[batch, 192]` to images `[batch, 3, 8, 8]`: Tanh, then Reshape. */
function generator(): Uint8Array {
  const model: ModelProto = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ version: 17n }],
    metadataProps: [{ key: "steps", value: "7" }],
    graph: {
      name: "g",
      input: [valueInfo("z", ["batch", 192])],
      output: [valueInfo("images", ["batch", 3, 8, 8])],
      initializer: [{ name: "shape", dataType: 7, dims: [4n], int64Data: [0n, 3n, 8n, 8n] }],
      node: [
        { opType: "Tanh", input: ["z"], output: ["t"] },
        { opType: "Reshape", input: ["t", "shape"], output: ["images"] },
      ],
    },
  });
  return toBinary(ModelProtoSchema, model);
}

export const onnxReaders: readonly FuzzedReader[] = [
  {
    name: "onnx",
    seeds: [generator()],
    tokens: [
      "\x0a",
      "\x12",
      "\x3a",
      "\x08\x01",
      "\xff\xff\xff\xff\x0f",
      "Tanh",
      "Reshape",
      "z",
      "images",
      "batch",
    ],
    async read(input, folder) {
      const path = join(folder, "a.onnx");
      writeFileSync(path, input);
      await (await onnxSubject(path, "cpu")).release();
    },
  },
];
