/** Parsing JSON that may be damaged, and schema errors as text. */
import type { z } from "zod";

/** The errors of a schema on one line: `key.path: what is wrong; …`. */
export function listIssues(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}

/** The value of a JSON text; `undefined` if it is not valid JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
