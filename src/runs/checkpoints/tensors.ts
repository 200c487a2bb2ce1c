/** Tensors of checkpoints for the engine. */
import type { FileTensor } from "../../formats/index.ts";
import type { HostTensor } from "../../runtime/index.ts";

/** The tensors of a checkpoint, which are float32, by their names. */
export function hostTensors(
  tensors: ReadonlyMap<string, FileTensor>,
): Readonly<Record<string, HostTensor>> {
  return Object.fromEntries(
    [...tensors].map(([name, { shape, data }]) => [name, { shape, data: data as Float32Array }]),
  );
}
