/** Readers of YAML: configs, settings of a command line, sweeps. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  loadConfig,
  parseRunSettings,
  readOwnSettings,
  readResolvedConfig,
  stringifyConfig,
  stringifyOwnSettings,
} from "evenkeel/config";
import { expandSweep, parseSweep } from "evenkeel/sweeps/plan";
import type { FuzzedReader } from "../reader.ts";

/** Runs of a sweep that are worked out: each is a whole config. */
const MOST_RUNS = 50;

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

const config = `recipe: quickstart-unconditional
steps: 700 # few
seed: 3
data: &data
  name: folder
  path: "some/set #1"
  size: 32
generator:
  optimizer: &fast {name: adam, learningRate: 1e-3, beta1: 0.5}
discriminator:
  optimizer:
    <<: *fast
    learningRate: 4.0e-4
  reparametrization: {name: bssn, scale: 1.2, layers: [conv*, "dense"]}
  penalties:
    - name: r1
      weight: 10
    - {name: l2}
samples: {columns: 8}
evaluate: {every: 100, metrics: [fid]}
`;
const sweep = `base: quickstart-unconditional
set: {steps: 20, "model.latentSize": 16}
axes:
  - {key: discriminator.reparametrization.name, values: [sn, bsn]}
  - {key: discriminator.optimizer.learningRate, range: {from: 1e-4, to: 1e-2, count: 3, scale: log}}
  - {zip: {batchSize: [16, 32], nDis: [1, 2]}, where: {discriminator.reparametrization.name: [sn]}}
  - {key: generator.ema, range: {from: 0, to: 0.5, step: 0.25}}
seeds: [3, 4]
runName: "{name}-{learningRate}-s{seed}"
budget: {hours: 2}
halving: {metric: loss/d, mode: min, first: 5}
slurm: {partition: gpu}
`;
const settings = [
  "steps=100",
  "data.name=folder",
  "data.path=some/set #1",
  "discriminator.reparametrization={name: bssn, scale: 1.2}",
  "discriminator.penalties=[{name: r1}]",
  "name='1e3'",
  "generator.ema=0.999",
].join("\n");

const yaml = [
  ...[
    "[",
    "{",
    "]",
    "}",
    "- ",
    "? ",
    ": ",
    "&a ",
    "*a",
    "<<: *a\n",
    "__proto__: {x: 1}\n",
    "!!binary ",
  ],
  ...[
    "|\n",
    ">\n",
    "%YAML 1.1\n",
    "---\n",
    "...\n",
    "\t",
    "#",
    '"',
    "'",
    "[*a,*a,*a,*a,*a,*a,*a,*a,*a]",
  ],
  ...[
    "constructor: 1\n",
    "\x1b[2J",
    "a:\n",
    " ",
    "\n",
    "null",
    "~",
    ".nan",
    "0x10",
    "1:2:3",
    "!<x> ",
  ],
];

const resolved = stringifyConfig(await loadConfig("quickstart-unconditional"));
const own = stringifyOwnSettings({
  architecture: "two dense networks",
  data: "own",
  settings: parseRunSettings({ steps: 7, name: "own" }),
});

function written(input: Uint8Array, folder: string): string {
  const path = join(folder, "my.yaml");
  writeFileSync(path, input);
  return path;
}

export const configReaders: readonly FuzzedReader[] = [
  {
    name: "config",
    seeds: [bytes(config), bytes("seed: 1\n"), bytes(JSON.stringify({ recipe: "quickstart" }))],
    tokens: yaml,
    read: (input, folder) => loadConfig(written(input, folder)),
  },
  {
    name: "resolved-config",
    seeds: [bytes(resolved), bytes(own)],
    tokens: yaml,
    read: (input, folder) => readResolvedConfig(written(input, folder)),
  },
  {
    name: "own-settings",
    seeds: [bytes(own), bytes(resolved)],
    tokens: yaml,
    read: (input, folder) => readOwnSettings(written(input, folder)),
  },
  {
    name: "set",
    seeds: [bytes(settings)],
    tokens: [...yaml, "=", ".", "\n", "__proto__.x=1\n", "data=*x\n", "seed=1\n"],
    read: (input) =>
      loadConfig(
        "quickstart-unconditional",
        Buffer.from(input).toString().split("\n").slice(0, 50),
      ),
  },
  {
    name: "sweep",
    seeds: [bytes(sweep), bytes("base: quickstart\nseeds: 2\n")],
    tokens: yaml,
    async read(input) {
      const file = parseSweep("my.yaml", Buffer.from(input).toString());
      const { axes } = file.description;
      const isSmall = axes.every(({ values, zip, range }) => {
        const lists = [values ?? [], ...Object.values(zip ?? {})];
        return !lists.some(({ length }) => length > 4) && (range?.count ?? 0) <= 4;
      });
      // what is refused for its size is refused at once; what is not takes its time
      const steps = axes.map(({ range }) =>
        range?.step === undefined ? 1 : (range.to - range.from) / range.step,
      );
      const runs =
        4 ** axes.length * steps.reduce((product, count) => product * Math.max(1, count), 1);
      if (isSmall && (runs <= MOST_RUNS || runs > 1e6)) await expandSweep(file);
    },
  },
];
