/**
 * `node probe-device.mjs DEVICE`: starts ONNX Runtime on a device with a model of one node; fails with its
 * message where it cannot. In a process of its own a driver may print what it likes, and may end the process.
 */
import { create, toBinary } from "@bufbuild/protobuf";
import {
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from "onnx-buf";
import { InferenceSession } from "onnxruntime-node";

const scalar = (name) =>
  create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, {
      value: {
        case: "tensorType",
        value: create(TypeProto_TensorSchema, { elemType: 1, shape: {} }),
      },
    }),
  });
const model = create(ModelProtoSchema, {
  irVersion: 8n,
  opsetImport: [create(OperatorSetIdProtoSchema, { domain: "", version: 18n })],
  graph: create(GraphProtoSchema, {
    name: "probe",
    node: [create(NodeProtoSchema, { opType: "Neg", input: ["x"], output: ["y"] })],
    input: [scalar("x")],
    output: [scalar("y")],
  }),
});

try {
  const bytes = toBinary(ModelProtoSchema, model);
  await InferenceSession.create(bytes, {
    executionProviders: [process.argv[2]],
    logSeverityLevel: 3,
  });
} catch (error) {
  // native messages begin with a file name of the build and the condition that failed
  console.error(
    error.message
      .trim()
      .split("\n")
      .at(-1)
      .replace(/^.*was false\. /, ""),
  );
  process.exitCode = 1;
}
