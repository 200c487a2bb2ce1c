/**
 * What FID, KID, precision and recall take in time and memory: 10 000 real and 10 000 fake features of
 * 2048 dimensions, each metric in a process of its own through `evenkeel metrics`; and FID by NumPy and
 * SciPy on the same files, where a Python that has them is named.
 *
 *   npm run study:metrics-speed -- [--rows 10000] [--columns 2048] [--metrics fid,kid,prdc] [--python python3]
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { encodeNpy } from "../../dist/formats/index.js";
import { randomStream } from "../../dist/random.js";

const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "10000" },
    columns: { type: "string", default: "2048" },
    metrics: { type: "string", default: "fid,kid,prdc" },
    python: { type: "string" },
  },
});
const [rows, columns] = [Number(options.rows), Number(options.columns)];
const root = fileURLToPath(new URL("../..", import.meta.url));

/** Correlated, of several sizes, a part of them 0 as after a ReLU. */
function features(name, shift) {
  const stream = randomStream(0, name);
  const data = new Float32Array(rows * columns);
  const common = new Float32Array(16);
  for (let at = 0; at < data.length; at += columns) {
    for (let i = 0; i < common.length; i++) common[i] = stream.uniform();
    for (let c = 0; c < columns; c++) {
      const sum = stream.uniform() + common[c % common.length] - 0.5 + shift;
      data[at + c] = Math.max(sum, 0) * 2 ** -(c % 4);
    }
  }
  return encodeNpy({ shape: [rows, columns], data });
}

/** Makes Node tell at its end what it took, as the Python peer does. */
const report = `process.on("exit", () => {
  const { maxRSS, userCPUTime } = process.resourceUsage();
  console.error(JSON.stringify({ kibibytes: maxRSS, cpu: userCPUTime / 1e6 }));
})`;

/** Runs a command; its answer, with seconds and the most memory it took. */
function measured(command, args) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    const text = { out: "", err: "" };
    child.stdout.on("data", (part) => {
      text.out += part;
    });
    child.stderr.on("data", (part) => {
      text.err += part;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0) return reject(new Error(text.err));
      const { kibibytes, cpu } = JSON.parse(text.err.trimEnd().split("\n").at(-1));
      const seconds = (performance.now() - begin) / 1000;
      resolve({ answer: JSON.parse(text.out), seconds, cpu, mebibytes: kibibytes / 1024 });
    });
  });
}

function tell(name, { answer, seconds, cpu, mebibytes }) {
  const cells = [
    name.padEnd(14),
    `${seconds.toFixed(1)} s`.padStart(9),
    `${cpu.toFixed(1)} s CPU`.padStart(12),
    `${Math.round(mebibytes)} MiB`.padStart(9),
  ];
  console.log(`${cells.join(" ")}   ${JSON.stringify(answer)}`);
}

const folder = await mkdtemp(join(tmpdir(), "evenkeel-metrics-"));
try {
  const [real, fake] = [join(folder, "real.npy"), join(folder, "fake.npy")];
  await writeFile(real, features("real", 0));
  await writeFile(fake, features("fake", 1 / 16));
  console.log(`${rows} + ${rows} features of ${columns} dimensions`);
  console.log(`${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}`);
  const files = ["--real", real, "--fake", fake];
  for (const metric of options.metrics.split(",")) {
    const node = ["--import", `data:text/javascript,${encodeURIComponent(report)}`];
    const command = [join(root, "dist/cli/main.js"), "metrics", ...files, "--metrics", metric];
    tell(metric, await measured(process.execPath, [...node, ...command, "--json"]));
  }
  if (options.python !== undefined) {
    const peer = join(root, "scripts/studies/metrics_scipy.py");
    tell("fid, SciPy", await measured(options.python, [peer, real, fake]));
  }
} finally {
  await rm(folder, { recursive: true });
}
