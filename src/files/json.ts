/** Schema errors as text. */
import type { z } from "zod";
import { quoted } from "../text.ts";

/** Errors that are listed; the same error may occur in many records. */
const MOST_ISSUES = 3;
/** Characters of an error and of its key: a schema repeats all unknown keys. */
const MOST_CHARACTERS = 80;

/**
 * The first errors of a schema on one line, and the number of the others: `key.path: what is wrong; …`.
 *
 * @param json what the schema refused; `undefined` is a text that is no JSON.
 */
export function listIssues({ issues }: z.ZodError, json: unknown = null): string {
  if (json === undefined) return "it is not JSON";
  const told = issues.slice(0, MOST_ISSUES).map(({ path, message }) => {
    const [place, text] = [path.join("."), message].map((part) => quoted(part, MOST_CHARACTERS));
    return place === "" ? text : `${place}: ${text}`;
  });
  const more = issues.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}
