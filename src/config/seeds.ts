/** The seeds of several runs of one config. */
import { refusal } from "../errors.ts";

/**
 * Refuses a first seed from which `count` seeds cannot be counted.
 *
 * @throws EvenkeelError `CONFIG`.
 */
export function expectSeeds(first: number, count: number): void {
  if (Number.isSafeInteger(first + count - 1)) return;
  throw refusal("CONFIG", {
    where: "seed",
    rule: `must be at most ${Number.MAX_SAFE_INTEGER - count + 1} for ${count} seeds from it on`,
    got: first,
    advice: "Choose a smaller one: --set seed=0",
  });
}
