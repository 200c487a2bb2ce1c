/**
 * What SN and BSSN cost beside no normalization: the paper's CNN, the three in one process in turns.
 *
 *   npm run study:overhead -- [--iterations 8] [--threads 0]
 *
 * A minute on two cores; alone on the machine.
 */
import { parseArgs } from "node:util";
import { prepareCase } from "../../dist/bench/cases.js";
import { selectCases } from "../../dist/bench/select.js";
import { median } from "../../dist/bench/statistics.js";
import { nodeEngine } from "../../dist/runtime/node.js";

const { values } = parseArgs({
  options: {
    iterations: { type: "string", default: "8" },
    threads: { type: "string", default: "0" },
  },
});
const engine = nodeEngine({ device: "cpu", threads: Number(values.threads) });
const sides = [];
for (const definition of selectCases(["cnn32-none-b64", "cnn32-sn-b64", "cnn32-bssn-b64"])) {
  sides.push({ name: definition.name, ...(await prepareCase(definition, engine)), times: [] });
}
for (let round = 0; round <= Number(values.iterations); round++) {
  for (const { trainer, times } of sides) {
    const start = performance.now();
    await trainer.step();
    if (round > 0) times.push(performance.now() - start);
  }
}
const none = median(sides[0].times);
for (const { name, runtime, times } of sides) {
  const ms = median(times);
  console.log(
    `${name.padEnd(16)} ${ms.toFixed(0)} ms  ${(ms / none).toFixed(2)} of no normalization`,
  );
  await runtime.release();
}
