/** A generator in an ONNX file. */
import { createHash } from "node:crypto";
import { fromBinary } from "@bufbuild/protobuf";
import { type ModelProto, ModelProtoSchema, type ValueInfoProto } from "onnx-buf";
import type { Tensor } from "onnxruntime-common";
import { type EvenkeelError, refusal } from "../../errors.ts";
import { onDisk, readBytes } from "../../files/index.ts";
import { type Latent, latentDistributions } from "../../gan/latent/index.ts";
import { type NodeDevice, nodeEngine } from "../../runtime/node.ts";
import { quoted } from "../../text.ts";
import type { Classes } from "./class-choice.ts";
import { classNamesIn } from "./export-metadata.ts";

/** The number of images per call where the file leaves it open. */
const BATCH = 64;

/** The most numbers in a batch of noise, 64 MiB; the largest batch that can be trained has 64 × 65 536. */
const MOST_NOISE = 2 ** 24;

/** The numbers of ONNX's element types. */
const [FLOAT32, INT32, INT64] = [1, 6, 7];

/** A generator of an ONNX file, loaded on a device. */
export interface OnnxGenerator extends Latent, Classes {
  readonly sha256: string;
  readonly metadata: Readonly<Record<string, string | undefined>>;
  readonly shape: readonly [channels: number, height: number, width: number];
  /** Whether it generates points in the plane instead of images. */
  readonly points: boolean;
  /** The number of images of each call. */
  readonly batch: number;
  /**
   * Images for z (float32 `[batch, latent]`): float32 `[batch, C, H, W]` in [-1, 1].
   *
   * @param labels the class of each, int32 `[batch]`, if it is conditional.
   * @throws EvenkeelError `DATA` if the first images are not in [-1, 1].
   */
  sample(z: Float32Array, labels?: Int32Array | undefined): Promise<Float32Array>;
  release(): Promise<void>;
}

/**
 * Opens a generator with a float32 input `[batch, latent]`, optionally an integer input `[batch]` of
 * classes, and images as its first output, float32 `[batch, C, H, W]` in [-1, 1]. The metadata's
 * `classes` is the number of classes, its `classNames` their names as a list in JSON, its
 * `latentDistribution` that of z, `normal` if it is missing.
 *
 * @throws EvenkeelError `DATA` for a file that is not such a model.
 */
export async function openOnnxGenerator(path: string, device: NodeDevice): Promise<OnnxGenerator> {
  const bytes = await onDisk("read", path, () => readBytes(path));
  const { inputs, metadata, output } = describe(path, bytes);
  const engine = nodeEngine({ device });
  const session = await engine.InferenceSession.create(bytes, engine.sessionOptions).catch(
    (cause: unknown) => {
      throw broken(path, `ONNX Runtime cannot load it: ${quoted((cause as Error).message)}`, {
        cause,
      });
    },
  );
  const { noise, classes } = inputs;
  const batch = noise.batch ?? BATCH;
  const run = async (z: Float32Array, labels: Int32Array | undefined) => {
    const feeds: Record<string, Tensor> = {
      [noise.name]: new engine.Tensor("float32", z, [batch, noise.size]),
    };
    if (classes !== undefined && labels !== undefined) {
      feeds[classes.name] =
        classes.type === INT64
          ? new engine.Tensor("int64", BigInt64Array.from(labels, BigInt), [batch])
          : new engine.Tensor("int32", labels, [batch]);
    }
    const results = await session.run(feeds);
    return results[output] as Tensor;
  };
  const count = classes && classCount(path, metadata);
  const first = await run(
    new Float32Array(batch * noise.size),
    classes && new Int32Array(batch),
  ).catch((cause: unknown) => {
    throw broken(path, `it cannot be run: ${quoted((cause as Error).message)}`, { cause });
  });
  const shape = imageShape(path, first);
  let checked = false;
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    metadata,
    shape,
    points: shape[1] === 1,
    batch,
    latentSize: noise.size,
    latentDistribution: latentDistributions.find((one) => one === metadata.latentDistribution),
    classes: count,
    classNames: classNamesIn(metadata),
    async sample(z, labels) {
      const images = (await run(z, labels)).data as Float32Array;
      if (!checked && shape[1] !== 1) checkRange(path, images);
      checked = true;
      return images;
    },
    release: () => session.release(),
  };
}

interface Input {
  readonly name: string;
  readonly type: number;
  readonly dims: readonly (number | undefined)[];
}

function describe(path: string, bytes: Uint8Array) {
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    throw broken(path, "it is not an ONNX file", { cause });
  }
  const constants = new Set(model.graph?.initializer.map(({ name }) => name));
  const inputs = (model.graph?.input ?? []).filter(({ name }) => !constants.has(name)).map(inputOf);
  const noise = inputs.find(({ type, dims }) => type === FLOAT32 && dims.length === 2);
  const classes = inputs.find(
    ({ type, dims }) => [INT32, INT64].includes(type) && dims.length === 1,
  );
  const others = inputs.filter((input) => input !== noise && input !== classes);
  const [, size] = noise?.dims ?? [];
  const output = model.graph?.output[0]?.name;
  if (noise === undefined || size === undefined || others.length > 0 || output === undefined) {
    const got = inputs.map(({ name, dims }) => `${name} [${dims.map((d) => d ?? "?").join(", ")}]`);
    throw broken(path, "its inputs must be z [batch, latent] and optionally classes [batch]", {
      got: quoted(got.join(", ")),
    });
  }
  const [batch = BATCH] = noise.dims;
  if (!(size > 0 && batch > 0 && size * batch <= MOST_NOISE)) {
    const rule = `its input ${quoted(noise.name)} must have 1 to ${MOST_NOISE} numbers`;
    throw broken(path, rule, { got: `[${batch}, ${size}]` });
  }
  const metadata = Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]));
  return {
    inputs: { noise: { name: noise.name, size, batch: noise.dims[0] }, classes },
    metadata: metadata as Readonly<Record<string, string | undefined>>,
    output,
  };
}

function inputOf({ name, type }: ValueInfoProto): Input {
  const tensor = type?.value.case === "tensorType" ? type.value.value : undefined;
  const dims = (tensor?.shape?.dim ?? []).map(({ value }) =>
    value.case === "dimValue" ? Number(value.value) : undefined,
  );
  return { name, type: tensor?.elemType ?? 0, dims };
}

function imageShape(path: string, { dims, type }: Tensor): [number, number, number] {
  const [, channels, height, width] = dims;
  if (type === "float32" && dims.length === 4 && channels && height && width && channels <= 4) {
    return [channels, height, width];
  }
  throw broken(path, "its output must be float32 [batch, C, H, W]", {
    got: `${type} [${quoted(dims.join(", "))}]`,
  });
}

function classCount(
  path: string,
  { classes }: Readonly<Record<string, string | undefined>>,
): number {
  const count = Number(classes);
  if (classes !== undefined && Number.isInteger(count) && count > 0) return count;
  throw broken(path, "it takes classes, but its metadata do not give their number (classes)");
}

/** Throws if images are not in [-1, 1], which would silently make every measured number wrong. */
function checkRange(path: string, images: Float32Array): void {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of images) [least, most] = [Math.min(least, x), Math.max(most, x)];
  if (least < 0 && least >= -1.5 && most <= 1.5) return;
  throw broken(path, "its images must be in [-1, 1]", {
    got: `values from ${least.toPrecision(3)} to ${most.toPrecision(3)}`,
  });
}

function broken(
  path: string,
  rule: string,
  facts: { readonly got?: string; readonly cause?: unknown } = {},
): EvenkeelError {
  return refusal("DATA", {
    where: path,
    rule,
    ...facts,
    advice: "It must be a generator as written by `evenkeel export RUN --format onnx`.",
  });
}
