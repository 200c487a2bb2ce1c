/** `npm run study:overhead`: what spectral normalization costs in an iteration. */
import { median, prepareCase, selectCases } from "evenkeel/bench";
import { nodeEngine } from "evenkeel/runtime/node";
import { onProgress, runCommand } from "../tools/command.ts";
import { milliseconds } from "../tools/milliseconds.ts";
import { threads, type ValuesOf, whole } from "../tools/options.ts";
import { table } from "../tools/table.ts";

const CASES = ["cnn32-none-b64", "cnn32-sn-b64", "cnn32-bssn-b64"];

const options = {
  iterations: whole("timed iterations of each", 8),
  threads: threads(),
};

await runCommand({
  name: "study:overhead",
  description:
    "Times iterations of the paper's CNN without normalization, with SN and with BSSN, the three alternating in one process. Takes a minute on two cores; run nothing else meanwhile.",
  options,
  run: study,
});

async function study({ iterations, threads }: ValuesOf<typeof options>): Promise<void> {
  const engine = nodeEngine({ device: "cpu", threads });
  const sides = [];
  for (const definition of selectCases(CASES)) {
    onProgress(`${definition.name}: compiling`);
    const times: number[] = [];
    sides.push({ name: definition.name, times, ...(await prepareCase(definition, engine)) });
  }
  // the first iteration of each warms up
  for (let i = 0; i <= iterations; i++) {
    onProgress(`iteration ${i} of ${iterations}`);
    for (const { trainer, times } of sides) {
      const ms = await milliseconds(() => trainer.step());
      if (i > 0) times.push(ms);
    }
  }
  const rows = sides.map(({ name, times }) => ({ name, ms: median(times) }));
  const none = rows[0]!.ms;
  const cells = rows.map(({ name, ms }) => [name, ms.toFixed(0), (ms / none).toFixed(2)]);
  console.log(table([["", "ms", "ratio to no normalization"], ...cells]).join("\n"));
  for (const { runtime } of sides) await runtime.release();
}
