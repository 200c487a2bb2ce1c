/**
 * Whether an iteration's time grows as its arithmetic does: the paper's CNN with SN over batch, width and
 * resolution, beside the machine's matrix product.
 *
 *   npm run study:scaling -- [--iterations 3] [--threads 0] [--out docs/images]
 *
 * Writes scaling.png and prints a table. About four minutes on two cores; alone on the machine.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { countFlops } from "../../dist/bench/arithmetic.js";
import { caseModel, cases, prepareCase } from "../../dist/bench/cases.js";
import { measureConvs } from "../../dist/bench/convs.js";
import { median } from "../../dist/bench/statistics.js";
import { writeFileAtomically } from "../../dist/files/index.js";
import { discriminatorStep, generatorStep } from "../../dist/gan/index.js";
import { linePlots, toPng } from "../../dist/plots/index.js";
import { nodeEngine } from "../../dist/runtime/node.js";

const { values } = parseArgs({
  options: {
    iterations: { type: "string", default: "3" },
    threads: { type: "string", default: "0" },
    out: { type: "string", default: "docs/images" },
  },
});
const [iterations, threads] = [Number(values.iterations), Number(values.threads)];

const cnn = cases.find(({ name }) => name === "cnn32-sn-b64");
const widened = (factor) => ({
  generator: factor * cnn.channels.generator,
  discriminator: factor * cnn.channels.discriminator,
});
/** What is varied; the other two stay at a batch of 64, or 16 where it grows large, width 1 and 32 pixels. */
const axes = [
  {
    title: "batch",
    label: "images of a batch",
    at: [16, 32, 64, 128, 256],
    workload: (batchSize) => ({ ...cnn, batchSize }),
  },
  {
    title: "width, batch 16",
    label: "channels, times the paper's",
    at: [0.5, 1, 2, 4],
    workload: (factor) => ({ ...cnn, batchSize: 16, channels: widened(factor) }),
  },
  {
    title: "resolution, batch 16",
    label: "height and width in pixels",
    at: [32, 48, 64, 96, 128],
    workload: (size) => ({ ...cnn, batchSize: 16, size }),
  },
];

async function measure(workload) {
  const model = caseModel(workload);
  const flops = countFlops(discriminatorStep(model).graph) + countFlops(generatorStep(model).graph);
  const { trainer, runtime } = await prepareCase(workload, nodeEngine({ device: "cpu", threads }));
  const times = [];
  for (let i = 0; i <= iterations; i++) {
    const start = performance.now();
    await trainer.step();
    times.push(performance.now() - start);
  }
  await runtime.release();
  return { flops, ms: median(times.slice(1)) };
}

const onProgress = (text) => console.error(text);
const { matmul, machine } = await measureConvs({
  batch: 1,
  calls: 7,
  threads,
  layers: [],
  onProgress,
});
console.log(machine);
console.log(
  `matrix product of ${matmul.size} x ${matmul.size}: ${matmul.gflops.toFixed(0)} GFLOP/s`,
);

const plots = [];
for (const { title, label, at, workload } of axes) {
  const measured = [];
  for (const value of at) {
    onProgress(`${title}: ${value}`);
    measured.push(await measure(workload(value)));
  }
  console.log(`\n${label.padEnd(30)} GFLOP     ms       GFLOP/s  of the product's`);
  measured.forEach(({ flops, ms }, i) => {
    const speed = flops / ms / 1e6;
    const share = `${Math.round((100 * speed) / matmul.gflops)} %`;
    const cells = [(flops / 1e9).toFixed(1), ms.toFixed(0), speed.toFixed(0), share];
    console.log(String(at[i]).padEnd(30), cells.map((cell) => cell.padEnd(9)).join(""));
  });
  plots.push({
    title,
    x: { label, scale: "log", ticks: at },
    y: { label: "seconds of an iteration", scale: "log" },
    series: [
      { name: "measured", x: at, y: measured.map(({ ms }) => ms / 1000) },
      {
        name: "its arithmetic, as fast as a matrix product",
        x: at,
        y: measured.map(({ flops }) => flops / matmul.gflops / 1e9),
      },
    ],
  });
}
const file = join(values.out, "scaling.png");
const { png } = await toPng(linePlots(plots, { width: 300, height: 240 }));
await writeFileAtomically(file, png);
console.log(`\n${file}`);
