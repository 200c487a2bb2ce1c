/** From the names that a person gives to cases. */
import { EvenkeelError } from "../errors.ts";
import { nearest } from "../suggest.ts";
import { type Case, cases } from "./cases.ts";

/** What is measured when nothing is named. */
export const DEFAULT_CASE = "cnn32-sn-b64";
/** Stands for every case. */
export const ALL = "all";

/**
 * The cases called so, each once, in the order of the list; {@link DEFAULT_CASE} where there are no names.
 *
 * @throws EvenkeelError `USAGE` for a name that no case has.
 */
export function selectCases(names: readonly string[]): readonly Case[] {
  const known = cases.map(({ name }) => name);
  const wrong = names.find((name) => name !== ALL && !known.includes(name));
  if (wrong !== undefined) {
    const meant = nearest(wrong, [...known, ALL]);
    throw new EvenkeelError(
      "USAGE",
      `bench: a case must be one of ${known.join(", ")} or ${ALL}, got ${wrong}`,
      {
        advice:
          meant === undefined
            ? "`evenkeel bench --list` says what each is."
            : `Did you mean ${meant}?`,
      },
    );
  }
  if (names.includes(ALL)) return cases;
  const wanted = names.length === 0 ? [DEFAULT_CASE] : names;
  return cases.filter(({ name }) => wanted.includes(name));
}
