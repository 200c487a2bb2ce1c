import { EvenkeelError } from "../errors.ts";
import type { FileTensor } from "../formats/index.ts";

/** The networks that a checkpoint must be of. */
export interface ExpectedArchitecture {
  /** The text that the writer gave as the checkpoint's architecture. */
  readonly fingerprint: string;
  /** The shape of every tensor in the checkpoint, by name. */
  readonly tensors: Readonly<Record<string, readonly number[]>>;
}

const SHOWN = 3;

/**
 * Refuses a checkpoint of other networks.
 *
 * @param path the checkpoint's folder, for the error.
 * @throws EvenkeelError `CHECKPOINT` that names the first tensors that differ, with their shapes.
 */
export function checkArchitecture(
  path: string,
  found: { readonly fingerprint: string; readonly tensors: ReadonlyMap<string, FileTensor> },
  expected: ExpectedArchitecture,
): void {
  const names = new Set([...Object.keys(expected.tensors), ...found.tensors.keys()]);
  const differences = [...names].flatMap((name) => {
    const here = shapeText(found.tensors.get(name)?.shape);
    const wanted = shapeText(expected.tensors[name]);
    return here === wanted ? [] : [`${name}: expected ${wanted}, found ${here}`];
  });
  if (differences.length === 0 && found.fingerprint === expected.fingerprint) return;
  const more = differences.length - SHOWN;
  const difference =
    differences.length === 0
      ? `expected ${expected.fingerprint}, found ${found.fingerprint}; all tensors agree in shape`
      : differences.slice(0, SHOWN).join("; ") + (more > 0 ? `; and ${more} more` : "");
  throw new EvenkeelError(
    "CHECKPOINT",
    `${path}: the checkpoint is of other networks: ${difference}`,
    {
      advice: "Use the config that the checkpoint was made with (config.yaml in its run folder).",
      details: { kind: "foreign", path, differences },
    },
  );
}

function shapeText(shape: readonly number[] | undefined): string {
  return shape === undefined ? "none" : `[${shape.join(", ")}]`;
}
