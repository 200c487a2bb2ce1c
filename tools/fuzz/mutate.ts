/** Files that are nearly sound: seeds with some of their bytes changed, moved, repeated or left out. */
import type { randomStream } from "evenkeel";

type Random = ReturnType<typeof randomStream>;

/** Most bytes of an input: enough for thousands of nested lists, few enough for 100 000 inputs. */
const MOST_BYTES = 2 ** 18;
/** Changes of an input beside the first. */
const MOST_CHANGES = 5;
/** Whole numbers that code forgets. */
const NUMBERS = [
  ...[0, 1, 2, 3, 7, 8, 63, 64, 100, 127, 128, 255, 256, 1000, 32_767, 32_768, 65_535, 65_536],
  ...[1e6, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 1e12, 2 ** 53, 2 ** 63],
].flatMap((value) => [value, -value, value - 1]);
/** Numbers as texts have them. */
const WORDS = [
  ...["-0", "1e9", "1e308", "1e999", "-1e999", "0.1", "1e-400", "NaN", ".inf", "null", "true"],
  ...["99999999999999999999", '""', "[]", "{}", "0x7f", "1_000"],
];

/** One input made of seeds. */
export function mutated(
  random: Random,
  seeds: readonly Uint8Array[],
  tokens: readonly (string | Uint8Array)[],
): Uint8Array {
  let bytes: Buffer = Buffer.from(pick(random, seeds));
  // most often few: what is changed everywhere is refused at its beginning
  const more = Math.floor(MOST_CHANGES * random.uniform() ** 2);
  for (let i = 0; i <= more; i++) {
    const change = pick(random, changes);
    bytes = change(bytes, random, seeds, tokens).subarray(0, MOST_BYTES);
  }
  return new Uint8Array(bytes);
}

type Change = (
  bytes: Buffer,
  random: Random,
  seeds: readonly Uint8Array[],
  tokens: readonly (string | Uint8Array)[],
) => Buffer;

const changes: readonly Change[] = [
  function flipBit(bytes, random) {
    const at = random.integer(Math.max(1, bytes.length));
    if (bytes.length > 0) bytes[at]! ^= 1 << random.integer(8);
    return bytes;
  },
  function setByte(bytes, random) {
    const value = pick(random, [0, 1, 0x0a, 0x22, 0x7f, 0x80, 0xff, random.integer(256)]);
    if (bytes.length > 0) bytes[random.integer(bytes.length)] = value;
    return bytes;
  },
  function setNumber(bytes, random) {
    const width = pick(random, [1, 2, 4, 8]);
    if (bytes.length < width) return bytes;
    const number = Buffer.alloc(8);
    number.writeBigInt64LE(BigInt.asIntN(64, BigInt(pick(random, NUMBERS))));
    const part = number.subarray(0, width);
    if (random.integer(3) === 0) part.reverse();
    bytes.set(part, random.integer(bytes.length - width + 1));
    return bytes;
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, random.integer(bytes.length + 1));
  },
  function remove(bytes, random) {
    const [from, to] = range(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  function repeat(bytes, random) {
    const [from, to] = range(bytes, random);
    const part = bytes.subarray(from, Math.min(to, from + 64));
    const times = pick(random, [2, 3, 10, 200, 5000]);
    return Buffer.concat([bytes.subarray(0, to), ...Array(times).fill(part), bytes.subarray(to)]);
  },
  function move(bytes, random) {
    const [from, to] = range(bytes, random);
    const rest = Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
    const at = random.integer(rest.length + 1);
    return Buffer.concat([rest.subarray(0, at), bytes.subarray(from, to), rest.subarray(at)]);
  },
  function insertNoise(bytes, random) {
    const noise = Buffer.from(
      Array.from({ length: 1 + random.integer(16) }, () => random.integer(256)),
    );
    return inserted(bytes, random, noise);
  },
  function insertToken(bytes, random, _, tokens) {
    return tokens.length === 0 ? bytes : inserted(bytes, random, tokenOf(random, tokens));
  },
  function insertMany(bytes, random, _, tokens) {
    if (tokens.length === 0) return bytes;
    const token = tokenOf(random, tokens);
    const times = Math.min(pick(random, [50, 500, 20_000]), MOST_BYTES / (token.length + 1));
    return inserted(bytes, random, Buffer.concat(Array(Math.floor(times)).fill(token)));
  },
  function overwriteWithToken(bytes, random, _, tokens) {
    if (tokens.length === 0 || bytes.length === 0) return bytes;
    tokenOf(random, tokens).copy(bytes, random.integer(bytes.length));
    return bytes;
  },
  function splice(bytes, random, seeds) {
    const other = pick(random, seeds);
    const [from, to] = range(other, random);
    return inserted(bytes, random, Buffer.from(other.subarray(from, to)));
  },
  function replaceWord(bytes, random) {
    const text = bytes.toString("latin1");
    const found = [...text.matchAll(/-?\d[\d.e+-]*|"[^"\n]*"|\b\w+\b/g)].slice(0, 2000);
    if (found.length === 0) return bytes;
    const { 0: word, index } = pick(random, found);
    const other = random.integer(2) === 0 ? pick(random, found)[0] : number(random);
    const changed = text.slice(0, index) + other + text.slice(index + word.length);
    return Buffer.from(changed, "latin1");
  },
  function swapLines(bytes, random) {
    const lines = bytes.toString("latin1").split("\n");
    const [i, j] = [random.integer(lines.length), random.integer(lines.length)];
    [lines[i], lines[j]] = [lines[j]!, lines[i]!];
    return Buffer.from(lines.join("\n"), "latin1");
  },
];

/** One of several values. */
export function pick<T>(random: Random, values: readonly T[]): T {
  return values[random.integer(values.length)] as T;
}

function number(random: Random): string {
  return random.integer(2) === 0 ? pick(random, WORDS) : String(pick(random, NUMBERS));
}

function range(bytes: Uint8Array, random: Random): [from: number, to: number] {
  const from = random.integer(bytes.length + 1);
  const length = pick(random, [1, 4, 8, 64, bytes.length]);
  return [from, Math.min(bytes.length, from + random.integer(length + 1))];
}

function inserted(bytes: Buffer, random: Random, part: Buffer): Buffer {
  const at = random.integer(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
}

function tokenOf(random: Random, tokens: readonly (string | Uint8Array)[]): Buffer {
  const token = pick(random, tokens);
  return typeof token === "string" ? Buffer.from(token, "latin1") : Buffer.from(token);
}
