/** One input given to one reader, and what a reader must never do. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EvenkeelError, randomStream } from "evenkeel";
import { mutated } from "./mutate.ts";
import type { FuzzedReader } from "./reader.ts";

/** What a reader made of an input. */
export type Outcome =
  | { readonly kind: "read" | "refused" }
  | { readonly kind: "violation"; readonly why: string };

/** Most characters of an error's message: a path, a rule, and 200 of what was found. */
const MOST_CHARACTERS = 600;
/** Most lines of a message that lists problems: its head, ten problems and a count. */
const MOST_LINES = 12;
/** Characters of a line of such a list, which may name every key there is. */
const MOST_OF_A_LINE = 1200;

/** The input of a number: the same for the same reader and seed, whichever were made before. */
export function inputOf(reader: FuzzedReader, seed: number, index: number): Uint8Array {
  const random = randomStream(seed, `${reader.name} ${index}`);
  const input = mutated(random, reader.seeds, reader.tokens);
  // half of the inputs stop at a checksum otherwise
  return reader.mend !== undefined && random.integer(2) === 0 ? reader.mend(input) : input;
}

/** Gives a reader an input, in an empty folder. */
export async function attempt(reader: FuzzedReader, input: Uint8Array): Promise<Outcome> {
  const folder = scratch();
  try {
    await reader.read(input, folder);
    return { kind: "read" };
  } catch (error) {
    if (!(error instanceof EvenkeelError)) return { kind: "violation", why: describe(error) };
    const wrong = wrongWith(error);
    return wrong === undefined ? { kind: "refused" } : { kind: "violation", why: wrong };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let folders: string | undefined;
let made = 0;

/** An empty folder in this process's own. */
function scratch(): string {
  if (folders === undefined) {
    const own = mkdtempSync(join(tmpdir(), "evenkeel-fuzz-"));
    process.on("exit", () => rmSync(own, { recursive: true, force: true }));
    folders = own;
  }
  const folder = join(folders, String(made++));
  mkdirSync(folder);
  return folder;
}

function wrongWith({ message, advice = "" }: EvenkeelError): string | undefined {
  const told = `${message}\n${advice}`;
  const lines = message.split("\n");
  const [head = ""] = lines;
  if (/[\p{Cc}\u2028\u2029\u202a-\u202e]/u.test(told.replaceAll("\n", ""))) {
    return `control characters in the message ${JSON.stringify(told.slice(0, 500))}`;
  }
  const isList = / has (a problem|\d+ problems):$/.test(head);
  if (isList) {
    const isShort = lines.length <= MOST_LINES && lines.every((l) => l.length <= MOST_OF_A_LINE);
    return isShort ? undefined : `a list of ${lines.length} lines, ${message.length} characters`;
  }
  if (lines.length > 1) return `${lines.length} lines: ${JSON.stringify(message.slice(0, 500))}`;
  return message.length <= MOST_CHARACTERS
    ? undefined
    : `a message of ${message.length} characters: ${message.slice(0, 300)}`;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const place = /\n +at (.*)/.exec(error.stack ?? "")?.[1] ?? "";
  return `${error.name}: ${error.message.slice(0, 300)} at ${place}`;
}
