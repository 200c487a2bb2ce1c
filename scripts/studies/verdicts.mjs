/**
 * Verdicts on runs that were built to fail and on good ones: whether each is told right, and when.
 *
 *   npm run study:verdicts -- [--seed 1] [--out verdicts] [--only NAME,NAME]
 *
 * A run that fails is told right if it is called anything but healthy before a quarter of it is over; a good
 * one if it is called healthy throughout. Whether a run really is good is measured without the verdict: of
 * images by the Fréchet distance to held-out ones, which must end below a quarter of an untrained
 * generator's; of points by the modes, of which all must be covered, and by the points near one, which must
 * be half of them or more. Thresholds and cases were chosen on seeds 10 and 0. Each run has its folder below --out;
 * one that is there is judged again from its records. Ten minutes on two cores.
 */
import { spawn } from "node:child_process";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { healthRecordOf } from "../../dist/analysis/health/index.js";
import { assembleModel, readResolvedConfig } from "../../dist/config/index.js";
import { readJsonLines } from "../../dist/files/index.js";
import { healthSection, openHealth } from "../../dist/training/index.js";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    out: { type: "string", default: "verdicts" },
    only: { type: "string" },
  },
});

const adam = (player, learningRate, beta1, beta2) =>
  `${player}.optimizer={name: adam, learningRate: ${learningRate}, beta1: ${beta1}, beta2: ${beta2}}`;
const both = (...of) => [adam("generator", ...of), adam("discriminator", ...of)];
const method = (text) => `discriminator.reparametrization={${text}}`;
const images = (steps, ...set) => ({ base: "quickstart", steps, set });
const points = (base, steps, ...set) => ({ base, steps, set });

/** One step: the distance that the others are held against. */
const start = { name: "start", ...images(1) };

const settingF = [...both(1e-3, 0.9, 0.999), "nDis=5", method("name: none")];
const failing = {
  "scale far too large": images(400, method("name: ssn, scale: 8")),
  "scale far too small": images(400, method("name: ssn, scale: 0.1")),
  "learning rates 100 times too large": images(
    400,
    adam("generator", 1e-1, 0, 0.999),
    adam("discriminator", 4e-2, 0, 0.999),
  ),
  "learning rates 100 times too small": images(
    1600,
    adam("generator", 1e-5, 0, 0.999),
    adam("discriminator", 4e-6, 0, 0.999),
  ),
  "no stabilizer, setting F": images(200, ...settingF),
  "no stabilizer, setting F, Wasserstein": images(200, ...settingF, "loss=wasserstein"),
  "one image": images(400, "data.count=1"),
  "weights clipped at 0.0001": images(
    400,
    method("name: none"),
    "loss=wasserstein",
    "discriminator.projections=[{name: clip, limit: 0.0001}]",
  ),
  "discriminator far stronger": images(
    200,
    method("name: none"),
    "nDis=10",
    adam("discriminator", 1e-3, 0.5, 0.999),
    adam("generator", 1e-6, 0.5, 0.999),
  ),
  "points, generator's rate 1000 times too large": points(
    "eight-gaussians",
    1600,
    adam("generator", 1, 0.5, 0.999),
  ),
};
const good = {
  SN: images(600),
  "SSN, scale 1.2": images(600, method("name: ssn, scale: 1.2")),
  "SSN, scale 1.5": images(600, method("name: ssn, scale: 1.5")),
  "BSSN, scale 1.2": images(600, method("name: bssn, scale: 1.2")),
  "BSSN, scale 1.5": images(600, method("name: bssn, scale: 1.5")),
  "SN, non-saturating loss": images(600, "loss=non-saturating"),
  "SN, R1": images(600, "discriminator.penalties=[{name: r1}]"),
  "R1 alone": images(
    600,
    method("name: none"),
    "loss=non-saturating",
    "discriminator.penalties=[{name: r1}]",
  ),
  "points, SN": points("eight-gaussians", 6400),
  "points, BSSN": points("eight-gaussians-bssn", 6400),
};
const cases = [
  ...Object.entries(failing).map(([name, one]) => ({ name, fails: true, ...one })),
  ...Object.entries(good).map(([name, one]) => ({ name, fails: false, ...one })),
].filter(({ name }) => values.only === undefined || values.only.split(",").includes(name));

const folderOf = ({ name }) => join(values.out, name.replaceAll(/[^A-Za-z0-9]+/g, "-"));

const isOfPoints = ({ base }) => base.startsWith("eight-gaussians");

async function train(one) {
  const folder = folderOf(one);
  if (existsSync(folder)) return;
  const every = Math.ceil(one.steps / 40);
  const set = [
    `steps=${one.steps}`,
    `seed=${values.seed}`,
    "threads=1",
    `instruments.every=${every}`,
    `logEvery=${every}`,
    `sampleEvery=${one.steps}`,
    `evaluate.every=${one.steps}`,
    `evaluate.metrics=[${isOfPoints(one) ? "modes" : "fid"}]`,
    ...one.set,
  ].flatMap((text) => ["--set", text]);
  const args = ["dist/cli/main.js", "train", one.base, ...set, "--out", folder, "--no-report"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const log = createWriteStream(`${folder}.log`);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  await new Promise((resolve) => child.on("close", resolve));
}

/** How good the last generator is: `isGood`, and the numbers in words; of a run that broke there are none. */
async function quality(one, atStart) {
  const path = join(folderOf(one), "evaluations.jsonl");
  const records = existsSync(path) ? await readJsonLines(path) : [];
  if (records.length === 0) return { isGood: false, told: "no generator" };
  const value = (name) => Number(records.find(({ metric }) => metric === name).value);
  if (isOfPoints(one)) {
    const [modes, near] = [value("modes-covered"), value("high-quality")];
    const told = `${modes} of 8 modes, ${(100 * near).toFixed(0)} % near one`;
    return { isGood: modes === 8 && near >= 0.5, told };
  }
  const distance = value("frechet-distance");
  return { isGood: distance < atStart / 4, told: `distance ${distance.toFixed(0)}` };
}

/** The first alarm. */
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
const queue = [start, ...cases];
let done = 0;
const worker = async () => {
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    await train(one);
    console.error(`${++done} of ${cases.length + 1}: ${one.name}`);
  }
};
await Promise.all([worker(), worker()]);
const distances = await readJsonLines(join(folderOf(start), "evaluations.jsonl"));
const atStart = Number(distances[0].value);
const judged = [];
for (const one of cases) {
  judged.push({ ...(await judge(one)), ...(await quality(one, atStart)) });
}
console.log(`an untrained generator's distance: ${atStart.toFixed(0)}\n`);
console.log("| run | built to | ends at | good | verdict | at | of | right |");
console.log("| --- | --- | --- | --- | --- | ---: | ---: | --- |");
const yes = (is) => (is ? "yes" : "no");
for (const { name, fails, steps, first, isRight, told, isGood } of judged) {
  const verdict = first === undefined ? "healthy" : first.state;
  const cells = [name, fails ? "fail" : "train", told, yes(isGood), verdict];
  console.log(`| ${[...cells, first?.step ?? "", steps, yes(isRight)].join(" | ")} |`);
}
const count = (of) => judged.filter(of).length;
const right = (fails) => count((one) => one.fails === fails && one.isRight);
console.log(
  `\n${right(true)} of ${count(({ fails }) => fails)} failing runs and ${right(false)} of ${count(({ fails }) => !fails)} good ones are told right`,
);
for (const { name, first } of judged) if (first) console.log(`${name}: ${first.evidence}`);
