/** `npm run fuzz`: 100 000 damaged files for every reader there is. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { onProgress, printResult, runCommand } from "./command.ts";
import { inputOf } from "./fuzz/attempt.ts";
import type { Found } from "./fuzz/range.ts";
import { fuzzedReaders } from "./fuzz/readers/all.ts";
import { type RangeResult, runRange } from "./fuzz/run-range.ts";
import { json, optionalText, someOf, whole } from "./options.ts";

/** Inputs of one process; a new one starts with an empty memory. */
const OF_A_PROCESS = 500;

const names = fuzzedReaders.map(({ name }) => name);

await runCommand({
  name: "fuzz",
  description:
    "Gives damaged files to every reader, in processes of their own: none may end its process, hang, throw anything but an EvenkeelError of a few plain lines, or take more processor time or memory than the limits. The same seed gives the same files. Takes about ten minutes of processor time.",
  options: {
    inputs: whole("inputs of all readers together", 100_000),
    readers: someOf("readers", names),
    seed: whole("the first of all random numbers", 0, 0),
    from: whole("the number of the first input of each reader", 0, 0),
    jobs: whole("processes at once", Math.max(1, Math.floor(availableParallelism() / 2))),
    seconds: whole("processor time that an input may take, in seconds", 1),
    memory: whole("memory that an input may take, in MiB", 200),
    out: optionalText("a folder for the inputs that did what they must not"),
    json,
  },
  async run({ inputs, readers, seed, from, jobs, seconds, memory, out, json }) {
    const each = Math.ceil(inputs / readers.length);
    const scratch = mkdtempSync(join(tmpdir(), "evenkeel-fuzz-"));
    const ranges = readers.flatMap((reader) =>
      Array.from({ length: Math.ceil(each / OF_A_PROCESS) }, (_, i) => ({
        reader,
        seed,
        from: from + i * OF_A_PROCESS,
        to: from + Math.min(each, (i + 1) * OF_A_PROCESS),
        progress: join(scratch, `${reader}-${i}`),
        seconds,
        bytes: memory * 2 ** 20,
        floor: 0,
      })),
    );
    const results = new Map<string, RangeResult[]>(readers.map((reader) => [reader, []]));
    let [given, told] = [0, Date.now()];
    const start = Date.now();
    let next = 0;
    async function work(): Promise<void> {
      for (let range = ranges[next++]; range !== undefined; range = ranges[next++]) {
        const result = await runRange(range, (count) => {
          given += count;
          if (Date.now() - told < 5000) return;
          told = Date.now();
          onProgress(`${given} of ${each * readers.length} inputs, ${range?.reader}`);
        });
        results.get(range.reader)?.push(result);
        for (const one of result.found) onProgress(foundLine(one));
      }
    }
    try {
      await Promise.all(Array.from({ length: jobs }, work));
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
    const found = [...results.values()].flat().flatMap((result) => result.found);
    if (out !== undefined) keep(out, seed, found);
    const summary = [...results].map(([reader, parts]) => ({
      reader,
      inputs: each,
      read: sum(parts, ({ read }) => read),
      refused: sum(parts, ({ refused }) => refused),
      found: sum(parts, (part) => part.found.length),
      peakMiB: Math.round(Math.max(...parts.map(({ peak }) => peak)) / 2 ** 20),
      seconds: Math.round(sum(parts, (part) => part.seconds)),
    }));
    const wall = Math.round((Date.now() - start) / 1000);
    printResult(json, { summary, found, seconds: wall }, [
      ...summary.map((one) =>
        [
          one.reader.padEnd(20),
          `${one.inputs} inputs`.padStart(14),
          `${one.read} read`.padStart(12),
          `${one.refused} refused`.padStart(15),
          `${one.found} found`.padStart(9),
          `${one.peakMiB} MiB`.padStart(9),
          `${one.seconds} s`.padStart(7),
        ].join(" "),
      ),
      ...found.map(foundLine),
      `${each * readers.length} inputs in ${wall} s, ${found.length} of them did what they must not`,
    ]);
    if (found.length > 0) process.exitCode = 1;
  },
});

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function foundLine({ reader, index, why }: Found): string {
  return `${reader} ${index}: ${why}`;
}

/** Writes inputs into a folder, each with the reader's name and its number. */
function keep(folder: string, seed: number, found: readonly Found[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { reader, index } of found) {
    const fuzzed = fuzzedReaders.find(({ name }) => name === reader)!;
    writeFileSync(join(folder, `${reader}-${index}`), inputOf(fuzzed, seed, index));
  }
}
