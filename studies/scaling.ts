/** `npm run study:scaling`: whether an iteration's time grows as its arithmetic does. */
import { join } from "node:path";
import { caseModel, median, prepareCase, selectCases, type Workload } from "evenkeel/bench";
import { createFolders, writeFileAtomically } from "evenkeel/files";
import { discriminatorStep, generatorStep } from "evenkeel/gan";
import { type LinePlot, linePlots, toPng } from "evenkeel/plots";
import { nodeEngine } from "evenkeel/runtime/node";
import { measureConvs } from "../bench/convs/measure.ts";
import { onProgress, runCommand } from "../tools/command.ts";
import { milliseconds } from "../tools/milliseconds.ts";
import { someOf, text, threads, whole } from "../tools/options.ts";
import { table } from "../tools/table.ts";
import { countFlops } from "./scaling/arithmetic.ts";

/** What is varied. */
interface Axis {
  readonly title: string;
  readonly label: string;
  readonly at: readonly number[];
  workload(value: number): Workload;
}

interface Measured {
  readonly value: number;
  readonly flops: number;
  readonly ms: number;
}

const [cnn] = selectCases(["cnn32-sn-b64"]);
/** The batch of what grows large. */
const SMALL = 16;

/** The other two of batch, width and resolution stay as the paper has them. */
const axes = {
  batch: {
    title: "batch",
    label: "images of a batch",
    at: [16, 32, 64, 128, 256],
    workload: (batchSize) => ({ ...cnn!, batchSize }),
  },
  width: {
    title: `width, batch ${SMALL}`,
    label: "channels, times the paper's",
    at: [0.5, 1, 2, 4],
    workload: (factor) => ({ ...cnn!, batchSize: SMALL, channels: widened(factor) }),
  },
  resolution: {
    title: `resolution, batch ${SMALL}`,
    label: "height and width in pixels",
    at: [32, 48, 64, 96, 128],
    workload: (size) => ({ ...cnn!, batchSize: SMALL, size }),
  },
} as const satisfies Readonly<Record<string, Axis>>;

type AxisName = keyof typeof axes;
const AXES = Object.keys(axes) as AxisName[];

await runCommand({
  name: "study:scaling",
  description:
    "Times the paper's CNN with SN over batch, width and resolution, counts its arithmetic, and compares both with the machine's matrix product. Prints a table and writes scaling.png. Takes about four minutes on two cores; run nothing else meanwhile.",
  options: {
    axes: someOf("what to vary", AXES),
    points: whole("at most so many values of each, the smallest", 5),
    iterations: whole("timed iterations of each", 3),
    threads: threads(),
    out: text("folder to write to", "docs/images"),
  },
  async run({ axes: names, points, iterations, threads, out }) {
    const { matmul, machine } = await measureConvs({
      ...{ batch: 1, calls: 7, layers: [] },
      ...{ threads, onProgress },
    });
    console.log(machine);
    console.log(
      `matrix product of ${matmul.size} x ${matmul.size}: ${matmul.gflops.toFixed(0)} GFLOP/s`,
    );
    const plots: LinePlot[] = [];
    for (const name of names) {
      const axis: Axis = axes[name];
      const measured: Measured[] = [];
      for (const value of axis.at.slice(0, points)) {
        onProgress(`${axis.title}: ${value}`);
        measured.push({ value, ...(await measure(axis.workload(value), iterations, threads)) });
      }
      console.log(`\n${tableOf(axis, measured, matmul.gflops).join("\n")}`);
      plots.push(plotOf(axis, measured, matmul.gflops));
    }
    await createFolders(out);
    const file = join(out, "scaling.png");
    const { png } = await toPng(linePlots(plots, { width: 300, height: 240 }));
    await writeFileAtomically(file, png);
    console.log(`\n${file}`);
  },
});

async function measure(workload: Workload, iterations: number, threads: number) {
  const model = caseModel(workload);
  const flops = countFlops(discriminatorStep(model).graph) + countFlops(generatorStep(model).graph);
  const { trainer, runtime } = await prepareCase(workload, nodeEngine({ device: "cpu", threads }));
  await trainer.step();
  const times: number[] = [];
  while (times.length < iterations) times.push(await milliseconds(() => trainer.step()));
  await runtime.release();
  return { flops, ms: median(times) };
}

function widened(factor: number) {
  const { generator, discriminator } = cnn!.channels;
  return { generator: factor * generator, discriminator: factor * discriminator };
}

/** @param gflops of the matrix product. */
function tableOf({ label }: Axis, measured: readonly Measured[], gflops: number): string[] {
  const rows = measured.map(({ value, flops, ms }) => {
    const speed = flops / ms / 1e6;
    const share = `${Math.round((100 * speed) / gflops)} %`;
    return [String(value), (flops / 1e9).toFixed(1), ms.toFixed(0), speed.toFixed(0), share];
  });
  return table([[label, "GFLOP", "ms", "GFLOP/s", "of the product's"], ...rows]);
}

/** @param gflops of the matrix product. */
function plotOf({ title, label }: Axis, measured: readonly Measured[], gflops: number): LinePlot {
  const x = measured.map(({ value }) => value);
  return {
    title,
    x: { label, scale: "log", ticks: x },
    y: { label: "seconds of an iteration", scale: "log" },
    series: [
      { name: "measured", x, y: measured.map(({ ms }) => ms / 1000) },
      {
        name: "its arithmetic, as fast as a matrix product",
        x,
        y: measured.map(({ flops }) => flops / gflops / 1e9),
      },
    ],
  };
}
