/** Every method with every loss in every architecture, as settings on top of `quickstart-unconditional`. */
import { losses } from "evenkeel/gan";

/** A combination, and the options `path=value` that make it. */
export interface Combination {
  readonly architecture: string;
  readonly method: string;
  readonly loss: string;
  readonly set: readonly string[];
}

const D = "discriminator";

/** The names and options of reparametrizations. */
const reparametrizations = {
  sn: "sn",
  "sn exact": "sn, sigma: exact",
  "sn right vector": "sn, vector: right",
  "sn differentiated": "sn, vectors: differentiated",
  "sn advance forward": "sn, advance: forward",
  "sn on some layers": "sn, layers: ['*1*', 'dense']",
  ssn: "ssn, scale: 1.2",
  bsn: "bsn",
  bssn: "bssn, scale: kaiming",
  "sn-conv": "sn-conv, scale: 2",
  "sn, shared gamma": "sn, gamma: shared",
  "sn, gamma by layer": "sn, gamma: layer",
  "weight-norm": "weight-norm",
  "frobenius-norm": "frobenius-norm",
};

function reparametrized(text: string): string {
  return `${D}.reparametrization={name: ${text}}`;
}

const plain = reparametrized("none");
/** A setting of the discriminator, without a reparametrization. */
const alone = (setting: string) => [plain, `${D}.${setting}`];
const gp = "penalties=[{name: gp}]";

const methods: Readonly<Record<string, readonly string[]>> = {
  none: [plain],
  ...Object.fromEntries(
    Object.entries(reparametrizations).map(([name, text]) => [name, [reparametrized(text)]]),
  ),
  "sn in both": [reparametrized("sn"), "generator.reparametrization={name: sn}"],
  "batch-norm": alone("normalization={name: batch-norm, scale: false}"),
  "layer-norm": alone("normalization={name: layer-norm, scale: false}"),
  ...Object.fromEntries(
    ["gp", "dragan", "r1", "orthonormal", "l2"].map((name) => [
      name,
      alone(`penalties=[{name: ${name}}]`),
    ]),
  ),
  clip: alone("projections=[{name: clip}]"),
  "sn with gp": [reparametrized("sn"), `${D}.${gp}`],
  "gp with batch-norm": [...alone("normalization={name: batch-norm}"), `${D}.${gp}`],
  fixup: [
    ...alone("initializer={name: fixup}"),
    ...["generator.normalization={name: none}", "generator.initializer={name: fixup}"],
  ],
};

function network(name: string, generator: number, discriminator: number): readonly string[] {
  return [
    `model.architecture=${name}`,
    `model.generatorChannels=${generator}`,
    `model.discriminatorChannels=${discriminator}`,
  ];
}

function conditional(how: string): readonly string[] {
  return [`model.conditioning=${how}`, "generator.normalization={name: conditional-batch-norm}"];
}

const architectures: Readonly<Record<string, readonly string[]>> = {
  cnn: network("cnn", 32, 4),
  sndcgan: network("sndcgan", 32, 4),
  resnet: network("resnet", 8, 8),
  "resnet-bsn": network("resnet-bsn", 8, 8),
  mlp: [...network("mlp", 64, 64), "data.size=8"],
  "cnn, projection": [...network("cnn", 32, 4), ...conditional("projection")],
  "resnet, concatenation": [...network("resnet", 8, 8), ...conditional("concatenation")],
};

/** All combinations; some are refused. */
export const combinations: readonly Combination[] = Object.entries(architectures).flatMap(
  ([architecture, networks]) =>
    Object.entries(methods).flatMap(([method, set]) =>
      Object.keys(losses).map((loss) => ({
        ...{ architecture, method, loss },
        set: [...networks, ...set, `loss=${loss}`],
      })),
    ),
);
