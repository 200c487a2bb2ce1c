import { refusal } from "../errors.ts";
import type { FileTensor } from "../formats/index.ts";

/** The networks that a checkpoint must belong to. */
export interface ExpectedArchitecture {
  /** The description of the networks that the checkpoint's writer provided. */
  readonly fingerprint: string;
  /** The shape of every tensor in the checkpoint, by name. */
  readonly tensors: Readonly<Record<string, readonly number[]>>;
}

const SHOWN = 3;

/**
 * Throws if a checkpoint belongs to different networks.
 *
 * @param path the checkpoint's folder, for the error.
 * @throws EvenkeelError `CHECKPOINT` with the first tensors that differ and their shapes.
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
  throw refusal("CHECKPOINT", {
    where: path,
    rule: `the checkpoint belongs to different networks: ${difference}`,
    advice: "Use the config that the checkpoint was made with (config.yaml in its run folder).",
    details: { kind: "foreign", path, differences },
  });
}

function shapeText(shape: readonly number[] | undefined): string {
  return shape === undefined ? "none" : `[${shape.join(", ")}]`;
}
