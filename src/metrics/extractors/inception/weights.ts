/** Inception's weights out of the files in which they are published. */
import { EvenkeelError } from "../../../errors.ts";
import {
  decodeGraphConstants,
  decodeSafetensors,
  decodeTorchTensors,
  encodeSafetensors,
  type FileTensor,
  isTorchFile,
} from "../../../formats/index.ts";
import { quoted } from "../../../text.ts";
import { sha256Of } from "../common.ts";
import { foldNormalization } from "./fold.ts";
import { inceptionConvolutions, inceptionParameters } from "./layers.ts";
import { type InceptionName, inceptionVariants } from "./variants.ts";

/** The parameters of an Inception v3, and where they come from. */
export interface InceptionWeights {
  readonly variant: InceptionName;
  /** By the network's names, such as `Mixed_5b/branch1x1/weight`; normalizations are folded in. */
  readonly tensors: ReadonlyMap<string, FileTensor & { readonly dtype: "float32" }>;
  readonly source: {
    /** The name of the file that was published, without its folder. */
    readonly file: string;
    /** SHA-256 of that file, in hexadecimal digits. */
    readonly sha256: string;
  };
}

/** What `encodeInceptionWeights` says in the file's metadata. */
const FORMAT = "evenkeel-inception/1";

/**
 * Reads Inception's weights:
 *
 * - TensorFlow's frozen graph of 2015, `classify_image_graph_def.pb`;
 * - the same weights for PyTorch, `pt_inception-2015-12-05-6726825d.pth`, and torchvision's
 *   `inception_v3_google-0cc3c7bd.pth`, in either format of `torch.save`;
 * - any of these names in a safetensors file;
 * - what {@link encodeInceptionWeights} has written.
 *
 * Which of the two networks it is follows from the number of its outputs, 1008 or 1000. Tensors that the
 * network does not need, such as those of the auxiliary classifier, are left out.
 *
 * @param content the whole file.
 * @param name what errors call it, such as its path.
 * @throws EvenkeelError `DATA` naming the file and the tensor: a file of another kind, truncated or damaged,
 *   a tensor missing or of the wrong shape.
 */
export async function decodeInceptionWeights(
  content: Uint8Array,
  name: string,
): Promise<InceptionWeights> {
  // a Buffer's slices would be views of its memory
  const file = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  const source = { file: name.split(/[\\/]/).at(-1)!, sha256: await sha256Of(file) };
  if (isTorchFile(file)) return fromTorch(decodeTorchTensors(file, name), name, source);
  if (isGraph(file)) return fromGraph(decodeGraphConstants(file, name), name, source);
  if (!isSafetensors(file)) {
    throw wrong(
      name,
      "it must be a TensorFlow graph, a file of torch.save or safetensors",
      "another",
    );
  }
  const { tensors, metadata } = decodeSafetensors(
    file,
    name,
    (t) => !/num_batches_tracked$/.test(t),
  );
  if (metadata.format === FORMAT) return fromOwn(tensors, name, metadata);
  return tensors.has("softmax/weights")
    ? fromGraph(tensors, name, source)
    : fromTorch(tensors, name, source);
}

/** The weights as a safetensors file that {@link decodeInceptionWeights} reads; its metadata tell the source. */
export function encodeInceptionWeights({ variant, tensors, source }: InceptionWeights): Uint8Array {
  const metadata = { format: FORMAT, variant, source: source.file, sourceSha256: source.sha256 };
  return encodeSafetensors(tensors, metadata);
}

type Tensors = ReadonlyMap<string, FileTensor>;
type Source = InceptionWeights["source"];

function fromTorch(tensors: Tensors, name: string, source: Source): InceptionWeights {
  const take = taker(tensors, name);
  const variant = variantOf(take("fc.weight").shape[0], name, "fc.weight");
  return assemble(variant, source, {
    convolution: ({ torch, shape }) => take(`${torch}.conv.weight`, shape).data,
    normalization: ({ torch, shape: [channels] }) => ({
      scale: take(`${torch}.bn.weight`, [channels]).data,
      shift: take(`${torch}.bn.bias`, [channels]).data,
      mean: take(`${torch}.bn.running_mean`, [channels]).data,
      variance: take(`${torch}.bn.running_var`, [channels]).data,
    }),
    last: (shape) => take("fc.weight", shape).data,
    bias: (shape) => take("fc.bias", shape).data,
  });
}

function fromGraph(tensors: Tensors, name: string, source: Source): InceptionWeights {
  const take = taker(tensors, name);
  const variant = variantOf(take("softmax/weights").shape[1], name, "softmax/weights");
  return assemble(variant, source, {
    convolution({ tensorflow, shape: [o, i, h, w] }) {
      const { data } = take(`${tensorflow}/conv2d_params`, [h, w, i, o]);
      return exchanged(
        data,
        h * w * i,
        o,
        (row) => (row % i) * h * w + Math.floor(row / i),
        i * h * w,
      );
    },
    normalization: ({ tensorflow, shape: [channels] }) => ({
      scale: take(`${tensorflow}/batchnorm/gamma`, [channels]).data,
      shift: take(`${tensorflow}/batchnorm/beta`, [channels]).data,
      mean: take(`${tensorflow}/batchnorm/moving_mean`, [channels]).data,
      variance: take(`${tensorflow}/batchnorm/moving_variance`, [channels]).data,
    }),
    last: ([o = 0, i = 0]) =>
      exchanged(take("softmax/weights", [i, o]).data, i, o, (row) => row, i),
    bias: (shape) => take("softmax/biases", shape).data,
  });
}

/** A matrix `[rows, columns]` to `[columns, …]`, its row r at place `place(r)` of each `stride` numbers. */
function exchanged(
  data: Float32Array,
  rows: number,
  columns: number,
  place: (row: number) => number,
  stride: number,
): Float32Array {
  const result = new Float32Array(data.length);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0, at = place(row); column < columns; column++, at += stride) {
      result[at] = data[i++]!;
    }
  }
  return result;
}

function fromOwn(
  tensors: Tensors,
  name: string,
  { variant, source = "", sourceSha256 = "" }: Readonly<Record<string, string>>,
): InceptionWeights {
  if (variant !== "inception-2015" && variant !== "inception-torchvision") {
    throw wrong(name, "its metadata must name an Inception v3", `${variant}`);
  }
  const take = taker(tensors, name);
  const parameters = inceptionParameters(inceptionVariants[variant]);
  return {
    variant,
    tensors: new Map(parameters.map(({ name, shape }) => [name, take(name, shape)])),
    source: { file: source, sha256: sourceSha256 },
  };
}

interface Reader {
  convolution(layer: ReturnType<typeof inceptionConvolutions>[number]): Float32Array;
  normalization(
    layer: ReturnType<typeof inceptionConvolutions>[number],
  ): Parameters<typeof foldNormalization>[1];
  last(shape: readonly number[]): Float32Array;
  bias(shape: readonly number[]): Float32Array;
}

function assemble(variant: InceptionName, source: Source, reader: Reader): InceptionWeights {
  const data = new Map<string, Float32Array>();
  for (const layer of inceptionConvolutions(inceptionVariants[variant])) {
    const folded = foldNormalization(reader.convolution(layer), reader.normalization(layer));
    data.set(`${layer.name}/weight`, folded.weight);
    data.set(`${layer.name}/bias`, folded.bias);
  }
  const tensors = inceptionParameters(inceptionVariants[variant]).map(({ name, shape }) => {
    if (name === "fc/weight") data.set(name, reader.last(shape));
    if (name === "fc/bias") data.set(name, reader.bias(shape));
    return [name, { dtype: "float32", shape, data: data.get(name)! }] as const;
  });
  return { variant, tensors: new Map(tensors) as InceptionWeights["tensors"], source };
}

function variantOf(outputs: number | undefined, name: string, tensor: string): InceptionName {
  const found = Object.values(inceptionVariants).find(({ classes }) => classes === outputs);
  if (found !== undefined) return found.name;
  const known = Object.values(inceptionVariants).map(({ classes, name }) => `${classes} (${name})`);
  throw wrong(
    `${name}: tensor "${tensor}"`,
    `it must have ${known.join(" or ")} outputs`,
    `${outputs}`,
  );
}

/** Gives tensors by name, of a shape where one is wanted. */
function taker(tensors: Tensors, file: string) {
  return (name: string, shape?: readonly number[]) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) {
      const some = [...tensors.keys()].slice(0, 3).map((key) => `"${key}"`);
      const others = tensors.size > some.length ? ` and ${tensors.size - some.length} others` : "";
      throw wrong(
        file,
        `the tensor "${name}" must be there`,
        `${some.join(", ") || "none"}${others}`,
      );
    }
    if (tensor.dtype !== "float32") {
      throw wrong(`${file}: tensor "${name}"`, "it must be float32", tensor.dtype);
    }
    const got = tensor.shape;
    if (
      shape !== undefined &&
      (got.length !== shape.length || got.some((n, i) => n !== shape[i]))
    ) {
      throw wrong(
        `${file}: tensor "${name}"`,
        `it must be [${shape.join(", ")}]`,
        `[${got.join(", ")}]`,
      );
    }
    return tensor;
  };
}

function wrong(where: string, rule: string, got: string): EvenkeelError {
  return new EvenkeelError("DATA", `${where}: ${rule}, got ${quoted(got)}`, {
    advice:
      "Inception's weights are classify_image_graph_def.pb, pt_inception-2015-12-05-6726825d.pth or inception_v3_google-0cc3c7bd.pth.",
  });
}

/** Whether a file begins with the length of a header of JSON. */
function isSafetensors(file: Uint8Array): boolean {
  return file.length > 8 && file[6] === 0 && file[7] === 0 && file[8] === 0x7b;
}

/** Whether a file begins with a node, as a `GraphDef` does: field 1, which has a length. */
function isGraph(file: Uint8Array): boolean {
  return file[0] === 0x0a && !isSafetensors(file);
}
