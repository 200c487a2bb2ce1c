import { EvenkeelError } from "../../errors.ts";
import { readBytes, reasonOf } from "../../files/index.ts";

/**
 * All bytes of a file of a set that can be fetched.
 *
 * @throws EvenkeelError `DATA` with the reason in words.
 */
export async function readSetFile(set: string, path: string): Promise<Uint8Array> {
  return readBytes(path).catch((error: unknown) => {
    throw new EvenkeelError("DATA", `${set}: cannot read ${path}: ${reasonOf(error)}`, {
      advice: `Make it readable, or fetch it again with \`evenkeel data fetch ${set}\`.`,
      details: { path },
      cause: error,
    });
  });
}
