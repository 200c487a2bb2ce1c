/** Every method with every loss in every architecture, as settings on top of the quickstart. */
import { losses } from "evenkeel/gan";

/** A combination, and the options `path=value` that make it. */
export interface Combination {
  readonly architecture: string;
  readonly method: string;
  readonly loss: string;
  readonly set: readonly string[];
}

const D = "discriminator";

function reparametrization(text: string): string {
  return `${D}.reparametrization={${text}}`;
}

const plain = reparametrization("name: none");

/** A setting of the discriminator, without a reparametrization. */
const alone = (setting: string) => [plain, `${D}.${setting}`];

const methods: Readonly<Record<string, readonly string[]>> = {
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
  "batch-norm": alone("normalization={name: batch-norm, scale: false}"),
  "layer-norm": alone("normalization={name: layer-norm, scale: false}"),
  gp: alone("penalties=[{name: gp}]"),
  dragan: alone("penalties=[{name: dragan}]"),
  r1: alone("penalties=[{name: r1}]"),
  orthonormal: alone("penalties=[{name: orthonormal}]"),
  l2: alone("penalties=[{name: l2}]"),
  clip: alone("projections=[{name: clip}]"),
  "sn with gp": [reparametrization("name: sn"), `${D}.penalties=[{name: gp}]`],
  "gp with batch-norm": [
    ...alone("normalization={name: batch-norm}"),
    `${D}.penalties=[{name: gp}]`,
  ],
  fixup: [
    ...[plain, "generator.normalization={name: none}"],
    ...["generator.initializer={name: fixup}", `${D}.initializer={name: fixup}`],
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
