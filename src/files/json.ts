/** JSON that may be damaged, and what a schema finds wrong with it. */
import type { z } from "zod";

/** A schema's complaints on one line: `key.path: what is wrong; …`. */
export function listIssues(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}

/** The value of a JSON text, `undefined` if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
