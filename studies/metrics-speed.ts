/** `npm run study:metrics-speed`: the time and memory that metrics of given features take. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { randomStream } from "evenkeel";
import { encodeNpy } from "evenkeel/formats";
import { onProgress, runCommand } from "../tools/command.ts";
import { evenkeelMain } from "../tools/evenkeel.ts";
import { optionalText, someOf, type ValuesOf, whole } from "../tools/options.ts";
import { type Measured, measureNode, measureProgram } from "./metrics-speed/process.ts";

const PEER = "studies/metrics-speed/scipy_fid.py";

const options = {
  rows: whole("features of each set", 10_000, 100),
  columns: whole("dimensions of a feature", 2048),
  metrics: someOf("metrics", ["fid", "kid", "prdc"]),
  python: optionalText("an interpreter that has NumPy and SciPy"),
};

await runCommand({
  name: "study:metrics-speed",
  description:
    "Measures the time and memory that FID, KID, and precision and recall take for as many real as generated features, each metric in a process of its own through `evenkeel metrics`; with --python also FID by NumPy and SciPy on the same files.",
  options,
  run: study,
});

async function study({ rows, columns, metrics, python }: ValuesOf<typeof options>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-metrics-"));
  try {
    const [real, fake] = [join(folder, "real.npy"), join(folder, "fake.npy")];
    onProgress("writing the features");
    await writeFile(real, features("real", 0, rows, columns));
    await writeFile(fake, features("fake", 1 / 16, rows, columns));
    console.log(`${rows} + ${rows} features of ${columns} dimensions`);
    console.log(`${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}`);
    for (const metric of metrics) {
      onProgress(metric);
      const files = ["--real", real, "--fake", fake];
      const args = [evenkeelMain, "metrics", ...files, "--metrics", metric, "--json"];
      print(metric, await measureNode(args));
    }
    if (python !== undefined) {
      onProgress("fid by SciPy");
      print("fid, SciPy", await measureProgram(python, [PEER, real, fake]));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Features that are correlated, of several sizes, and partly 0 as after a ReLU, as a .npy file. */
function features(name: string, shift: number, rows: number, columns: number): Uint8Array {
  const stream = randomStream(0, name);
  const data = new Float32Array(rows * columns);
  const common = new Float32Array(16);
  for (let at = 0; at < data.length; at += columns) {
    for (let i = 0; i < common.length; i++) common[i] = stream.uniform();
    for (let c = 0; c < columns; c++) {
      const sum = stream.uniform() + common[c % common.length]! - 0.5 + shift;
      data[at + c] = Math.max(sum, 0) * 2 ** -(c % 4);
    }
  }
  return encodeNpy({ shape: [rows, columns], data });
}

function print(name: string, { answer, seconds, cpuSeconds, peakMiB }: Measured): void {
  const cells = [
    name.padEnd(14),
    `${seconds.toFixed(1)} s`.padStart(9),
    `${cpuSeconds.toFixed(1)} s CPU`.padStart(12),
    `${Math.round(peakMiB)} MiB`.padStart(9),
  ];
  console.log(`${cells.join(" ")}   ${JSON.stringify(answer)}`);
}
