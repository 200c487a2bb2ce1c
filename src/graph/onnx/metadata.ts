/** What an ONNX file says of itself. */
import { fromBinary } from "@bufbuild/protobuf";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import { ModelProtoSchema, StringStringEntryProtoSchema } from "onnx-buf";

const METADATA = ModelProtoSchema.field.metadataProps.number;

/**
 * The key-value pairs of a serialized model's metadata. Nothing else is decoded, whatever the model's size.
 *
 * @throws Error for bytes that are no protobuf message.
 */
export function onnxMetadata(model: Uint8Array): Readonly<Record<string, string | undefined>> {
  const reader = new BinaryReader(model);
  const pairs: [string, string][] = [];
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field !== METADATA) reader.skip(wire, field);
    else {
      const { key, value } = fromBinary(StringStringEntryProtoSchema, reader.bytes());
      pairs.push([key, value]);
    }
  }
  return Object.fromEntries(pairs);
}
