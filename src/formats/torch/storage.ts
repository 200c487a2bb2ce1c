/** Elements of a tensor out of the storage that holds them. */
import { EvenkeelError } from "../../errors.ts";
import type { FileTensor } from "../safetensors.ts";

/** A run of elements, as a file holds it. */
export interface Storage {
  /** Its class in PyTorch, one of {@link storageTypes}. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

interface StorageType {
  /** Bytes of an element. */
  readonly bytes: number;
  /** As which dtype its elements are read, if they are. */
  readonly dtype?: FileTensor["dtype"];
}

/** The storages that a file may refer to. */
export const storageTypes: Readonly<Record<string, StorageType>> = {
  "torch.FloatStorage": { bytes: 4, dtype: "float32" },
  "torch.DoubleStorage": { bytes: 8, dtype: "float64" },
  "torch.LongStorage": { bytes: 8 },
  "torch.IntStorage": { bytes: 4, dtype: "int32" },
  "torch.ByteStorage": { bytes: 1, dtype: "uint8" },
  "torch.HalfStorage": { bytes: 2 },
  "torch.BFloat16Storage": { bytes: 2 },
};

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const satisfies Record<FileTensor["dtype"], unknown>;

/**
 * The elements at `offset` + Σ index·stride, in row-major order.
 *
 * @throws EvenkeelError `DATA` where they are not all in the storage or their type is not read here.
 */
export function elementsOf(
  { type, bytes }: Storage,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
  where: string,
): FileTensor {
  const dtype = storageTypes[type]?.dtype;
  if (dtype === undefined) {
    const known = Object.values(storageTypes).flatMap((t) => t.dtype ?? []);
    throw new EvenkeelError("DATA", `${where}: must be one of ${known.join(", ")}, got ${type}`, {
      advice: "Convert it with tensor.float() in PyTorch.",
    });
  }
  const array = arrays[dtype];
  const size = array.BYTES_PER_ELEMENT;
  const count = shape.reduce((product, n) => product * n, 1);
  const last = shape.reduce((at, n, i) => at + (n - 1) * (strides[i] ?? 0), offset);
  if (strides.length !== shape.length || (count > 0 && (last + 1) * size > bytes.length)) {
    throw new EvenkeelError(
      "DATA",
      `${where}: its elements [${shape.join(", ")}] must be in the storage, got ${bytes.length} bytes`,
    );
  }
  const isPlain = shape.every(
    (n, axis) => n === 1 || strides[axis] === shape.slice(axis + 1).reduce((a, b) => a * b, 1),
  );
  if (isPlain) {
    const own = bytes.slice(offset * size, (offset + count) * size);
    return { dtype, shape, data: new array(own.buffer) } as FileTensor;
  }
  const all = new array(bytes.slice(0, bytes.length - (bytes.length % size)).buffer);
  const data = new array(count);
  const index = shape.map(() => 0);
  for (let i = 0, at = offset; i < count; i++) {
    data[i] = all[at] as never;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= shape[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return { dtype, shape, data } as FileTensor;
}
