/** Any ONNX file as a source of features. */
import type { InferenceSession, Tensor } from "onnxruntime-common";
import { EvenkeelError } from "../../errors.ts";
import { type ResizeMethod, resizer } from "../../images/index.ts";
import type { Engine } from "../../runtime/index.ts";
import { quoted } from "../../text.ts";
import { statedClasses } from "./class-names.ts";
import { checkImages, sha256Of } from "./common.ts";
import type { FeatureExtractor } from "./extractor.ts";
import { type PixelRange, pixelRangeOf } from "./pixel-range.ts";

/** How an ONNX file is used. Its input must be one image batch `[n, channels, height, width]`. */
export interface OnnxExtractorOptions {
  /** The output with the features, `[n, d]`, or of more axes of 1. Default `features`, or the only output. */
  readonly features?: string | undefined;
  /** The output with class scores before the softmax, `[n, classes]`. Default `logits` where there is one. */
  readonly logits?: string | undefined;
  /**
   * What pixels 0 … 255 are mapped to; default what the file's metadata says as `pixelRange`, a list in JSON
   * such as `[-1, 1]`; where it says nothing, [0, 1]. An input of uint8 gets pixels as they are.
   */
  readonly range?: PixelRange | undefined;
  /** Side of the images in pixels; default what the file says; where it says nothing, any side. */
  readonly size?: number | undefined;
  /** How images get it; default `pillow-bilinear`. */
  readonly resizer?: ResizeMethod | undefined;
  /** Images of a run; default what the file says, else 32. */
  readonly batchSize?: number | undefined;
}

/** Images for asking a file how many features it has, in pixels, where it says nothing of their size. */
const PROBE = 64;

/**
 * The features of a network in an ONNX file.
 *
 * @param file the file's bytes.
 * @param name what results and errors call it: the file's name.
 * @throws EvenkeelError `DATA` naming the file: no ONNX model, an input that is no image batch, an output that
 *   is not there (the ones that are, are listed) or of another shape, a size that is not the file's.
 */
export async function createOnnxExtractor(
  engine: Engine,
  file: Uint8Array,
  name: string,
  options: OnnxExtractorOptions = {},
): Promise<FeatureExtractor> {
  const session = await engine.InferenceSession.create(file, engine.sessionOptions).catch(
    (cause) => {
      throw wrong(name, "must be an ONNX model that the engine takes", String(cause), cause);
    },
  );
  try {
    return await open(engine, session, file, name, options);
  } catch (error) {
    await session.release();
    throw error;
  }
}

async function open(
  engine: Engine,
  session: InferenceSession,
  file: Uint8Array,
  name: string,
  options: OnnxExtractorOptions,
): Promise<FeatureExtractor> {
  const input = imageInput(session, name);
  const features = outputNamed(session, name, "features", options.features);
  const logits = hasLogits(session, options)
    ? outputNamed(session, name, "logits", options.logits)
    : null;
  if (input.size !== null && options.size !== undefined && options.size !== input.size) {
    throw wrong(
      name,
      `images must have ${input.size} pixels a side, as its input has`,
      `${options.size}`,
    );
  }
  const size = options.size ?? input.size;
  const batchSize = input.batch ?? options.batchSize ?? 32;
  const sha256 = await sha256Of(file);
  const [low, high] = options.range ?? pixelRangeOf(file, sha256, name);
  const method = options.resizer ?? "pillow-bilinear";

  async function run(pixels: Float32Array, n: number, height: number, width: number) {
    const count = input.batch ?? n;
    const given = new Float32Array(count * input.channels * height * width);
    given.set(pixels);
    const data =
      input.type === "uint8"
        ? Uint8ClampedArray.from(given, Math.round)
        : given.map((pixel) => low + (pixel * (high - low)) / 255);
    const tensor = new engine.Tensor(
      input.type,
      (input.type === "uint8" ? new Uint8Array(data) : data) as Float32Array,
      [count, input.channels, height, width],
    );
    const outputs = await session.run({ [input.name]: tensor }, [
      features,
      ...(logits ? [logits] : []),
    ]);
    return {
      features: matrix(outputs[features], name, features, count),
      logits: logits === null ? null : matrix(outputs[logits], name, logits, count),
    };
  }

  const side = size ?? PROBE;
  const probe = await run(new Float32Array(input.channels * side * side), 1, side, side);
  const dimension = probe.features.columns;
  const classes = probe.logits?.columns ?? 0;

  return {
    name,
    sha256,
    input: { channels: input.channels, size, resizer: size === null ? "none" : method },
    dimension,
    classes,
    classNames: statedClasses(file, classes),
    madeFor: null,
    async extract(images, shape) {
      checkImages(name, input.channels, images, shape);
      const [count, channels, height, width] = shape;
      const [h, w] = size === null ? [height, width] : [size, size];
      const resize =
        h === height && w === width
          ? (planes: Float32Array) => planes
          : resizer({ from: [height, width], to: [h, w], method });
      const found = new Float32Array(count * dimension);
      const scores = logits === null ? null : new Float32Array(count * classes);
      const own = channels * height * width;
      for (let first = 0; first < count; first += batchSize) {
        const n = Math.min(batchSize, count - first);
        const part = Float32Array.from(images.subarray(first * own, (first + n) * own));
        const results = await run(resize(part), n, h, w);
        found.set(results.features.data.subarray(0, n * dimension), first * dimension);
        scores?.set(results.logits!.data.subarray(0, n * classes), first * classes);
      }
      return { features: found, logits: scores };
    },
    release: () => session.release(),
  };
}

function imageInput(session: InferenceSession, name: string) {
  const inputs = session.inputMetadata;
  const [input] = inputs;
  const told = inputs.map((value) => describe(value)).join(", ");
  const rule = "must have one input, images [n, channels, height, width] of float32 or uint8";
  if (inputs.length !== 1 || !input?.isTensor || input.shape.length !== 4) {
    throw wrong(name, rule, told);
  }
  if (input.type !== "float32" && input.type !== "uint8") throw wrong(name, rule, told);
  const [batch, channels, height, width] = input.shape.map((n) =>
    typeof n === "number" && n > 0 ? n : null,
  ) as [number | null, number | null, number | null, number | null];
  if (channels === null || height !== width) throw wrong(name, `${rule}, square ones`, told);
  return { name: input.name, type: input.type, batch, channels, size: height } as const;
}

function hasLogits(session: InferenceSession, { logits }: OnnxExtractorOptions): boolean {
  return logits !== undefined || session.outputNames.includes("logits");
}

/** The output that is meant, by its name. */
function outputNamed(
  session: InferenceSession,
  file: string,
  role: "features" | "logits",
  wanted: string | undefined,
): string {
  const names = session.outputNames;
  const found = wanted ?? (names.includes(role) ? role : names.length === 1 ? names[0] : undefined);
  if (found !== undefined && names.includes(found)) return found;
  const list = session.outputMetadata.map((value) => describe(value)).join(", ");
  throw new EvenkeelError(
    "DATA",
    found === undefined
      ? `${file}: the output with the ${role} must be named, got no name`
      : `${file}: the output with the ${role} must be one that it has, got ${found}`,
    { advice: `Its outputs are ${list}.` },
  );
}

function describe(value: InferenceSession.ValueMetadata): string {
  return value.isTensor ? `${value.name} ${value.type}[${value.shape.join(", ")}]` : value.name;
}

/** An output as a matrix of `rows` rows. */
function matrix(tensor: Tensor | undefined, file: string, output: string, rows: number) {
  const dims = tensor?.dims ?? [];
  const [n, columns = 0, ...rest] = dims;
  const isMatrix = n === rows && columns > 0 && rest.every((length) => length === 1);
  if (!(tensor?.data instanceof Float32Array) || !isMatrix) {
    const got = `${tensor?.type ?? "nothing"}[${dims.join(", ")}]`;
    throw wrong(file, `the output ${output} must be float32[${rows}, d]`, got);
  }
  return { data: tensor.data, columns };
}

function wrong(file: string, rule: string, got: string, cause?: unknown): EvenkeelError {
  return new EvenkeelError("DATA", `${file}: ${rule}, got ${quoted(got)}`, { cause });
}
