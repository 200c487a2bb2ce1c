/** The error for a file that is not what it should be. */
import { type EvenkeelError, refusal } from "../errors.ts";
import { escapeControls, quoted } from "../text.ts";

/** Characters of a tensor's or an entry's name that a message quotes. */
const MOST_OF_A_NAME = 80;

/**
 * The error `<where>: <rule>, got <got>`, on one line.
 *
 * @param where the file, and {@link named} what is in it.
 * @param got quoted: its control characters are escaped, and it is cut.
 */
export function brokenFile(
  where: string,
  rule: string,
  got: string,
  options: { readonly advice?: string; readonly cause?: unknown } = {},
): EvenkeelError {
  return refusal("DATA", { where: escapeControls(where), rule, got: quoted(got), ...options });
}

/** Something in a file by its name, such as `a.pth: tensor "fc.weight"`. */
export function named(file: string, kind: string, name: string): string {
  return `${file}: ${kind} "${quoted(name, MOST_OF_A_NAME)}"`;
}

/** A shape as messages have it: `[64, 3, 3, 3]`, cut where it has very many axes. */
export function shapeText(shape: readonly number[]): string {
  return quoted(`[${shape.slice(0, MOST_OF_A_NAME).join(", ")}]`, MOST_OF_A_NAME);
}

/** A value of a header as messages have it. */
export function valueText(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
