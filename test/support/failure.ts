/** Errors as a user sees them. */
import { expect } from "vitest";

/** Code, message and advice of the error that a promise ends in, with a temporary folder called ROOT. */
export async function failure(promise: Promise<unknown>, root: string): Promise<string> {
  const error = await promise.then(
    () => expect.unreachable("no error"),
    (reason) => reason,
  );
  return `${error.code}: ${error.message}\n${error.advice}`.replaceAll(root, "ROOT");
}
