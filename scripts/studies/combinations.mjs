/**
 * Trains every method with every loss in every architecture for 50 steps on the built-in drawings, small
 * networks, and tells which combinations train (all numbers finite), which are refused, and why.
 *
 *   npm run study:combinations -- [--steps 50] [--only TEXT] [--part 1/2] [--out combinations.csv]
 *
 * `--part` divides the work between processes. About half an hour on two cores.
 */
import { parseArgs } from "node:util";
import { assembleModel, loadConfig, updatesOf } from "../../dist/config/index.js";
import { batchSource, openDataset } from "../../dist/data/index.js";
import { writeFileAtomically } from "../../dist/files/index.js";
import { createTrainer, losses } from "../../dist/gan/index.js";
import { randomStream } from "../../dist/random.js";
import { createRuntime } from "../../dist/runtime/index.js";
import { nodeEngine } from "../../dist/runtime/node.js";

const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "50" },
    only: { type: "string", default: "" },
    part: { type: "string", default: "1/1" },
    out: { type: "string", default: "combinations.csv" },
  },
});
const steps = Number(values.steps);
const [part, parts] = values.part.split("/").map(Number);

const D = "discriminator";
const reparametrization = (text) => `${D}.reparametrization={${text}}`;
const plain = reparametrization("name: none");
const penalty = (name) => [plain, `${D}.penalties=[{name: ${name}}]`];
const normalization = (text) => [plain, `${D}.normalization={${text}}`];
const fixup = ["generator", D].map((player) => `${player}.initializer={name: fixup}`);

const methods = {
  none: [plain],
  sn: [reparametrization("name: sn")],
  "sn exact": [reparametrization("name: sn, sigma: exact")],
  "sn right vector": [reparametrization("name: sn, vector: right")],
  "sn differentiated": [reparametrization("name: sn, vectors: differentiated")],
  "sn advance forward": [reparametrization("name: sn, advance: forward")],
  "sn on some layers": [reparametrization("name: sn, layers: ['*1*', 'dense']")],
  "sn in both": [reparametrization("name: sn"), "generator.reparametrization={name: sn}"],
  ssn: [reparametrization("name: ssn, scale: 1.2")],
  bsn: [reparametrization("name: bsn")],
  bssn: [reparametrization("name: bssn, scale: kaiming")],
  "sn-conv": [reparametrization("name: sn-conv, scale: 2")],
  "sn, shared gamma": [reparametrization("name: sn, gamma: shared")],
  "sn, gamma by layer": [reparametrization("name: sn, gamma: layer")],
  "weight-norm": [reparametrization("name: weight-norm")],
  "frobenius-norm": [reparametrization("name: frobenius-norm")],
  "batch-norm": normalization("name: batch-norm, scale: false"),
  "layer-norm": normalization("name: layer-norm, scale: false"),
  gp: penalty("gp"),
  dragan: penalty("dragan"),
  r1: penalty("r1"),
  orthonormal: penalty("orthonormal"),
  l2: penalty("l2"),
  clip: [plain, `${D}.projections=[{name: clip}]`],
  "sn with gp": [reparametrization("name: sn"), `${D}.penalties=[{name: gp}]`],
  "gp with batch-norm": [...normalization("name: batch-norm"), `${D}.penalties=[{name: gp}]`],
  fixup: [plain, "generator.normalization={name: none}", ...fixup],
};

const widths = (g, d) => [`model.generatorChannels=${g}`, `model.discriminatorChannels=${d}`];
const told = (how) => [
  `model.conditioning=${how}`,
  "generator.normalization={name: conditional-batch-norm}",
];
const architectures = {
  cnn: ["model.architecture=cnn", ...widths(32, 4)],
  sndcgan: ["model.architecture=sndcgan", ...widths(32, 4)],
  resnet: ["model.architecture=resnet", ...widths(8, 8)],
  "resnet-bsn": ["model.architecture=resnet-bsn", ...widths(8, 8)],
  mlp: ["model.architecture=mlp", ...widths(64, 64), "data.size=8"],
  "cnn, projection": ["model.architecture=cnn", ...widths(32, 4), ...told("projection")],
  "resnet, concatenation": ["model.architecture=resnet", ...widths(8, 8), ...told("concatenation")],
};

const base = ["threads=1", "batchSize=8", "model.latentSize=16", "data.count=200"];
const datasets = new Map();

/** `ok` with the last losses, `refused` with the reason, or `failed` with what happened. */
async function outcome(sets) {
  let config;
  try {
    config = await loadConfig("quickstart", [...base, ...sets]);
  } catch (error) {
    return { result: "refused", detail: error.message.split("\n").slice(1).join(" ").trim() };
  }
  const { size } = config.data;
  if (!datasets.has(size)) datasets.set(size, await openDataset(config.data));
  const stream = randomStream(0, "shuffle");
  const batches = batchSource(datasets.get(size), { batchSize: config.batchSize, stream });
  const runtime = createRuntime(nodeEngine({ device: "cpu", threads: 1 }));
  try {
    const model = assembleModel(config);
    const trainer = await createTrainer({ runtime, model, batches, seed: 0, ...updatesOf(config) });
    let measures = {};
    for (let i = 0; i < steps; i++) {
      measures = await trainer.step();
      const odd = Object.entries(measures).find(([, value]) => !Number.isFinite(value));
      if (odd) return { result: "failed", detail: `${odd[0]} is ${odd[1]} at step ${i + 1}` };
    }
    const { tensors } = await trainer.snapshot();
    const odd = Object.entries(tensors).find(([, { data }]) => !data.every(Number.isFinite));
    if (odd) return { result: "failed", detail: `${odd[0]} is no longer finite` };
    const { "loss/d": d, "loss/g": g } = measures;
    return { result: "ok", detail: `D ${d.toFixed(3)} G ${g.toFixed(3)}` };
  } catch (error) {
    return { result: "failed", detail: error.message };
  } finally {
    await runtime.release();
  }
}

const all = Object.entries(architectures).flatMap(([architecture, network]) =>
  Object.entries(methods).flatMap(([method, sets]) =>
    Object.keys(losses).map((loss) => ({
      architecture,
      method,
      loss,
      sets: [...network, ...sets, `loss=${loss}`],
    })),
  ),
);
const wanted = all
  .filter(({ architecture, method }) => `${architecture} / ${method}`.includes(values.only))
  .filter((_, i) => i % parts === part - 1);
const quote = (text) => `"${text.replaceAll('"', "'")}"`;
const lines = ["architecture,method,loss,result,detail"];
const counts = { ok: 0, refused: 0, failed: 0 };
for (const [i, { architecture, method, loss, sets }] of wanted.entries()) {
  const { result, detail } = await outcome(sets);
  counts[result]++;
  lines.push([architecture, method, loss, result, detail].map(quote).join(","));
  if (result === "failed")
    console.error(`failed: ${architecture} / ${method} / ${loss}: ${detail}`);
  if (i % 20 === 19) {
    console.error(`${i + 1} of ${wanted.length}`);
    await writeFileAtomically(values.out, `${lines.join("\n")}\n`);
  }
}
await writeFileAtomically(values.out, `${lines.join("\n")}\n`);
console.log(
  `${counts.ok} train, ${counts.refused} are refused, ${counts.failed} fail: ${values.out}`,
);
process.exitCode = counts.failed > 0 ? 1 : 0;
