/** A training's state in a file, from which it goes on. */
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { EvenkeelError } from "evenkeel";
import { createFolders, writeFileAtomically } from "evenkeel/files";
import { decodeSafetensors, encodeSafetensors } from "evenkeel/formats";
import type { ClassifierState } from "evenkeel/metrics/classifier";

/** Keeps the state of one training. */
export interface StateFile {
  /**
   * The state that was saved last; `undefined` if there is none.
   *
   * @throws EvenkeelError `DATA` for the state of another training, or a damaged file.
   */
  read(): Promise<ClassifierState | undefined>;
  write(state: ClassifierState): Promise<void>;
  /** Removes it once the training is done. */
  remove(): Promise<void>;
}

/** @param training everything that the state depends on, as text. */
export function stateFile(path: string, training: string): StateFile {
  return {
    async read() {
      if (!existsSync(path)) return undefined;
      const { tensors, metadata } = decodeSafetensors(await readFile(path), path);
      if (metadata.training !== training) {
        throw new EvenkeelError(
          "DATA",
          `${path}: must be the state of this training, got another's`,
          {
            advice: "Remove the file, or name another one with --state.",
          },
        );
      }
      const entries = [...tensors].map(([name, { shape, data }]) => {
        return [name, { shape, data: data as Float32Array }] as const;
      });
      return { step: Number(metadata.step), tensors: Object.fromEntries(entries) };
    },
    async write({ step, tensors }) {
      const entries = Object.entries(tensors).map(([name, { shape, data }]) => {
        return [name, { dtype: "float32", shape, data: Float32Array.from(data) }] as const;
      });
      await createFolders(dirname(path));
      const metadata = { training, step: String(step) };
      await writeFileAtomically(path, encodeSafetensors(Object.fromEntries(entries), metadata));
    },
    remove: () => rm(path, { force: true }),
  };
}
