/** Elements of a tensor out of the storage that holds them. */
import { brokenFile, shapeText } from "../broken.ts";
import type { FileTensor } from "../safetensors.ts";
import { elementCount } from "../tensor.ts";

/** A run of elements, as a file holds it. */
export interface Storage {
  /** Its class in PyTorch, one of {@link storageTypes}. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Which elements of a storage a tensor has: those at `offset` + Σ index·stride. */
export interface Layout {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** The bytes that tensors may still take. */
export interface Room {
  bytes: number;
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

/** An element of a storage, which need not lie at a multiple of its size. */
const readers: Readonly<Record<FileTensor["dtype"], (view: DataView, at: number) => number>> = {
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
  int32: (view, at) => view.getInt32(at, true),
  uint8: (view, at) => view.getUint8(at),
};

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const satisfies Record<FileTensor["dtype"], unknown>;

/**
 * The elements of a tensor in row-major order, a copy.
 *
 * @param room what all tensors of the file may take together; this one's bytes are taken off.
 * @throws EvenkeelError `DATA` where they are not all in the storage, are more than it has, do not fit into
 *   the room, or their type is not read here.
 */
export function elementsOf(
  { type, bytes }: Storage,
  layout: Layout,
  room: Room,
  where: string,
): FileTensor {
  const dtype = storageTypes[type]?.dtype;
  if (dtype === undefined) {
    const known = Object.values(storageTypes).flatMap((t) => t.dtype ?? []);
    throw brokenFile(where, `must be one of ${known.join(", ")}`, type, {
      advice: "Convert it with tensor.float() in PyTorch.",
    });
  }
  const array = arrays[dtype];
  const size = array.BYTES_PER_ELEMENT;
  const count = countIn(layout, bytes.length / size, where);
  room.bytes -= count * size;
  if (room.bytes < 0) {
    throw brokenFile(where, "the tensors must not share their storages so often", "too many");
  }
  const { offset, shape } = layout;
  const axes = runningAxes(layout);
  if (axes.every(({ stride, below }) => stride === below)) {
    const own = bytes.slice(offset * size, (offset + count) * size);
    return { dtype, shape, data: new array(own.buffer) } as FileTensor;
  }
  const read = readers[dtype];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = new array(count);
  const index = axes.map(() => 0);
  for (let i = 0, at = offset; i < count; i++) {
    data[i] = read(view, at * size);
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const { length, stride } = axes[axis]!;
      at += stride;
      if (++index[axis]! < length) break;
      at -= length * stride;
      index[axis] = 0;
    }
  }
  return { dtype, shape, data } as FileTensor;
}

/**
 * How many elements a tensor has. All must be in the storage, and they must not be more than its own:
 * a stride of 0 makes any number out of one.
 */
function countIn({ offset, shape, strides }: Layout, stored: number, where: string): number {
  const count = elementCount(shape);
  const last = shape.reduce((at, n, i) => at + (n - 1) * (strides[i] ?? 0), offset);
  const fits = count !== undefined && count <= stored && (count === 0 || last < stored);
  if (fits && strides.length === shape.length) return count;
  throw brokenFile(
    where,
    `its elements ${shapeText(shape)} must be in the storage`,
    `${stored} elements`,
  );
}

/** The axes along which a tensor goes on, those of one element left out, and how many elements lie below. */
function runningAxes({ shape, strides }: Layout) {
  const axes: { length: number; stride: number; below: number }[] = [];
  let below = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const [length, stride] = [shape[axis]!, strides[axis]!];
    if (length !== 1) axes.unshift({ length, stride, below });
    below *= length;
  }
  return axes;
}
