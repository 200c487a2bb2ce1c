/** Every reader of files. */
import type { FuzzedReader } from "../reader.ts";
import { configReaders } from "./configs.ts";
import { dataReaders } from "./data.ts";
import { eventWriter } from "./events.ts";
import { onnxReaders } from "./onnx.ts";
import { runReaders } from "./runs.ts";
import { tensorReaders } from "./tensors.ts";

export const fuzzedReaders: readonly FuzzedReader[] = [
  ...tensorReaders,
  ...configReaders,
  ...runReaders,
  ...dataReaders,
  ...onnxReaders,
  eventWriter,
];
