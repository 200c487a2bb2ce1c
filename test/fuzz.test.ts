/**
 * Two thousand damaged files for all readers: each is read, or refused with an EvenkeelError of a few plain
 * lines. `npm run fuzz` gives them 100 000, in processes of their own, and bounds time and memory.
 */
import { EvenkeelError } from "evenkeel";
import { describe, expect, test } from "vitest";
import { attempt, inputOf, type Outcome } from "../tools/fuzz/attempt.ts";
import type { FuzzedReader } from "../tools/fuzz/reader.ts";
import { fuzzedReaders } from "../tools/fuzz/readers/all.ts";

const SEED = 0;
const INPUTS = Math.ceil(2000 / fuzzedReaders.length);
/** The whole network is too large for a seed: its tensors are missing. */
const NEVER_READ = "inception-weights";

describe.each(fuzzedReaders.map((reader) => [reader.name, reader] as const))(
  "%s",
  (name, reader) => {
    test.skipIf(name === NEVER_READ)("a sound file is read", async () => {
      const outcomes = await Promise.all(reader.seeds.map((seed) => attempt(reader, seed)));
      expect(outcomes).toContainEqual({ kind: "read" });
    });

    test(`${INPUTS} damaged files are read or refused`, async () => {
      const violations: string[] = [];
      for (let index = 0; index < INPUTS; index++) {
        const outcome = await attempt(reader, inputOf(reader, SEED, index));
        if (outcome.kind === "violation") violations.push(`${index}: ${outcome.why}`);
      }
      expect(violations).toEqual([]);
    });
  },
);

describe("the check itself", () => {
  const judged = (error: unknown): Promise<Outcome> => {
    const reader: FuzzedReader = {
      ...{ name: "a", seeds: [Uint8Array.of(1, 2, 3)], tokens: [] },
      read() {
        throw error;
      },
    };
    return attempt(reader, Uint8Array.of(1));
  };
  const refusal = (message: string, advice?: string) =>
    new EvenkeelError("DATA", message, advice === undefined ? {} : { advice });

  test("finds what a reader must not do", async () => {
    const list = (lines: number) => `the config has ${lines} problems:${"\n  a".repeat(lines)}`;
    const cases: readonly (readonly [unknown, string])[] = [
      [new TypeError("x is undefined"), "TypeError: x is undefined at"],
      [new RangeError("Maximum call stack size exceeded"), "RangeError"],
      ["a text", "threw a text"],
      [refusal("a\nb"), "2 lines"],
      [refusal("a".repeat(1000)), "a message of 1000 characters"],
      [refusal(list(50)), "a list of 51 lines"],
      [Object.assign(refusal("a"), { message: "a\u001b[2J" }), "control characters"],
    ];
    for (const [error, why] of cases) {
      expect(await judged(error)).toEqual({ kind: "violation", why: expect.stringContaining(why) });
    }
    expect(await judged(refusal("a: must be b, got c", "Do it."))).toEqual({ kind: "refused" });
    expect(await judged(refusal(list(10)))).toEqual({ kind: "refused" });
  });

  test("gives the same inputs again, and others for other numbers and seeds", () => {
    const [reader] = fuzzedReaders;
    const inputs = [0, 1, 2].flatMap((seed) =>
      [0, 1, 2, 3].map((index) => Buffer.from(inputOf(reader!, seed, index)).toString("hex")),
    );
    expect(new Set(inputs).size).toBe(inputs.length);
    expect(Buffer.from(inputOf(reader!, 1, 2)).toString("hex")).toBe(inputs[6]);
  });
});
