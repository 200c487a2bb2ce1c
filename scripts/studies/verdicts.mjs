/**
 * Verdicts on runs that were built to fail and on good ones: whether each is told right, and when.
 *
 *   npm run study:verdicts -- [--seed 0] [--out verdicts] [--only NAME,NAME]
 *
 * A run that fails is told right if it is called anything but healthy before a quarter of it is over; a good
 * one if it is called healthy throughout. Thresholds were chosen on seed 10. Each run has its folder below
 * --out; one that is there is judged again from its records. A quarter of an hour on two cores.
 */
import { spawn } from "node:child_process";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { healthRecordOf } from "../../dist/analysis/index.js";
import {
  assembleModel,
  healthSection,
  openHealth,
  readJsonLines,
  readResolvedConfig,
} from "../../dist/runs/index.js";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "0" },
    out: { type: "string", default: "verdicts" },
    only: { type: "string" },
  },
});

const small = [
  "batchSize=16",
  "model.generatorChannels=64",
  "model.discriminatorChannels=8",
  "data.name=shapes",
  "data.split=train",
];
const adam = (player, learningRate, beta1, beta2) =>
  `${player}.optimizer={name: adam, learningRate: ${learningRate}, beta1: ${beta1}, beta2: ${beta2}}`;
const both = (...of) => [adam("generator", ...of), adam("discriminator", ...of)];
const method = (text) => `discriminator.reparametrization={${text}}`;
const cnn = (base, steps, ...set) => ({ base, steps, set: [...small, ...set] });
const mlp = (steps, ...set) => ({ base: "eight-gaussians", steps, set });

const failing = {
  "scale far too large": cnn("bssn-cifar10", 400, method("name: ssn, scale: 8")),
  "scale far too small": cnn("bssn-cifar10", 400, method("name: ssn, scale: 0.1")),
  "learning rates 100 times too large": cnn("sngan-cifar10-cnn-c", 400, ...both(2e-2, 0.5, 0.999)),
  "learning rates 100 times too small": cnn("sngan-cifar10-cnn-c", 800, ...both(2e-6, 0.5, 0.999)),
  "no stabilizer, setting F": cnn("sngan-cifar10-cnn-f", 200, method("name: none")),
  "no stabilizer, setting F, Wasserstein": cnn(
    "sngan-cifar10-cnn-f",
    200,
    method("name: none"),
    "loss=wasserstein",
  ),
  "one image": cnn("sngan-cifar10-cnn-c", 400, "data.count=1"),
  "weights clipped at 0.0001": cnn(
    "weight-clipping-cifar10-c",
    400,
    "discriminator.projections=[{name: clip, limit: 0.0001}]",
  ),
  "discriminator far stronger": cnn(
    "sngan-cifar10-cnn-c",
    200,
    method("name: none"),
    "nDis=10",
    adam("discriminator", 1e-3, 0.5, 0.999),
    adam("generator", 1e-6, 0.5, 0.999),
  ),
  "points, generator's rate 1000 times too large": mlp(1600, adam("generator", 1, 0.5, 0.999)),
};
const good = {
  "SN, setting C": cnn("sngan-cifar10-cnn-c", 400),
  "SN, setting D": cnn("sngan-cifar10-cnn-d", 150),
  "SN, hinge": cnn("sngan-hinge-cifar10-cnn-c", 400),
  SSN: cnn("ssn-cifar10-scale-1.4", 400),
  BSN: cnn("bsn-cifar10-scale-1.0", 400),
  BSSN: cnn("bssn-cifar10", 400),
  "WGAN-GP": cnn("wgan-gp-cifar10-a", 150),
  quickstart: { base: "quickstart", steps: 600, set: [] },
  "points, SN": mlp(1600),
  "points, BSSN": { ...mlp(1600), base: "eight-gaussians-bssn" },
};
const cases = [
  ...Object.entries(failing).map(([name, one]) => ({ name, fails: true, ...one })),
  ...Object.entries(good).map(([name, one]) => ({ name, fails: false, ...one })),
].filter(({ name }) => values.only === undefined || values.only.split(",").includes(name));

const folderOf = ({ name }) => join(values.out, name.replaceAll(/[^A-Za-z0-9]+/g, "-"));

async function train(one) {
  const folder = folderOf(one);
  if (existsSync(folder)) return;
  const every = Math.round(one.steps / 40);
  const set = [
    `steps=${one.steps}`,
    `seed=${values.seed}`,
    "threads=1",
    `instruments.every=${every}`,
    `logEvery=${every}`,
    `sampleEvery=${one.steps}`,
    "evaluate.every=0",
    ...one.set,
  ].flatMap((text) => ["--set", text]);
  const args = ["dist/cli/main.js", "train", one.base, ...set, "--out", folder, "--no-report"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const log = createWriteStream(`${folder}.log`);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  await new Promise((resolve) => child.on("close", resolve));
}

/** The first alarm, and the last verdict. */
async function judge(one) {
  const folder = folderOf(one);
  const config = await readResolvedConfig(join(folder, "config.yaml"));
  const health = openHealth(config, assembleModel(config), healthSection(undefined), []);
  let first;
  for (const line of await readJsonLines(join(folder, "metrics.jsonl"))) {
    const record = healthRecordOf(line);
    if (record === undefined) continue;
    health.note(record);
    const verdict = health.verdict();
    if (verdict.state !== "healthy") first ??= { ...verdict, step: record.gStep };
  }
  const isRight = one.fails
    ? first !== undefined && first.step <= one.steps / 4
    : first === undefined;
  return { ...one, first, isRight };
}

await mkdir(values.out, { recursive: true });
const queue = [...cases];
let done = 0;
const worker = async () => {
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    await train(one);
    console.error(`${++done} of ${cases.length}: ${one.name}`);
  }
};
await Promise.all([worker(), worker()]);
const judged = [];
for (const one of cases) judged.push(await judge(one));
console.log(
  "| run | built to | verdict | at | of | right |\n| --- | --- | --- | ---: | ---: | --- |",
);
for (const { name, fails, steps, first, isRight } of judged) {
  const verdict = first === undefined ? "healthy" : first.state;
  console.log(
    `| ${name} | ${fails ? "fail" : "train"} | ${verdict} | ${first?.step ?? ""} | ${steps} | ${isRight ? "yes" : "no"} |`,
  );
}
const right = (fails) => judged.filter((one) => one.fails === fails && one.isRight).length;
console.log(
  `\n${right(true)} of ${judged.filter(({ fails }) => fails).length} failing runs and ${right(false)} of ${judged.filter(({ fails }) => !fails).length} good ones are told right`,
);
for (const { name, first } of judged) if (first) console.log(`${name}: ${first.evidence}`);
