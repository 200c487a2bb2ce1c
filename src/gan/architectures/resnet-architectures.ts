/** The architectures of residual networks. */
import { z } from "zod";
import { EvenkeelError } from "../../errors.ts";
import type { Architecture } from "./architecture.ts";
import { resnetDiscriminator, resnetGenerator } from "./resnet.ts";
import type { ResnetVariant } from "./resnet-blocks.ts";
import { discriminatorBlocks, resnetPlans } from "./resnet-plans.ts";

const noOptions = z.strictObject({});
const SIZES = Object.keys(resnetPlans).join(", ");

/** The paper's channels of one network at each size, as the reference has them. */
const paper = (player: "generator" | "discriminator") =>
  `(paper: ${Object.entries(resnetPlans)
    .map(([size, plan]) => `${plan.paper[player]} at ${size} pixels`)
    .join(", ")})`;

function residual(variant: ResnetVariant, summary: string) {
  return {
    summary,
    options: noOptions,
    channels: {
      generator: `of the first feature map ${paper("generator")}`,
      discriminator: `of the first block ${paper("discriminator")}`,
    },
    points: false,
    rectangles: false,
    fixup: true,
    rules: [
      {
        sizes: ["size"],
        broken: ({ height }) =>
          resnetPlans[height] === undefined
            ? `must be one of ${SIZES}, which there are residual networks for`
            : undefined,
      },
      {
        sizes: ["generatorChannels", "size"],
        broken({ generatorChannels, height }) {
          const narrowest = Math.min(...(resnetPlans[height]?.generator ?? [1]));
          return Number.isInteger(generatorChannels * narrowest)
            ? undefined
            : `must be a multiple of ${1 / narrowest}, by which its last block divides it`;
        },
      },
    ],
    create({ imageShape, condition, generator, discriminator }) {
      const [imageChannels, size] = imageShape;
      const plan = resnetPlans[size];
      if (plan === undefined) {
        throw new EvenkeelError(
          "SHAPE",
          `resnet: images must have ${SIZES} pixels a side, got ${size}`,
        );
      }
      return {
        generator: resnetGenerator({
          side: plan.side,
          channels: generator.channels,
          blocks: plan.generator.map((width) => width * generator.channels),
          imageChannels,
          ...(generator.fixup
            ? { fixup: true }
            : {
                normalization: generator.normalization,
                lastNormalization: generator.lastNormalization,
              }),
        }),
        discriminator: resnetDiscriminator({
          blocks: discriminatorBlocks(plan, discriminator.channels),
          variant,
          // of the SN-GAN authors' networks only that for CIFAR-10 has no last bias
          bias: !(variant === "miyato" && size === 32),
          ...(condition && { condition }),
          ...(discriminator.fixup
            ? { fixup: true }
            : { normalization: discriminator.normalization }),
        }),
      };
    },
  } as const satisfies Architecture<typeof noOptions>;
}

/** `resnet` in a config. */
export const resnetArchitecture = residual(
  "miyato",
  "the residual networks for 32, 48, 64 and 128 pixels (Miyato et al. 2018, tables 4–6; 64 as in other libraries)",
);

/** `resnet-bsn` in a config. */
export const resnetBsnArchitecture = residual(
  "bsn",
  "the residual networks with the BSN authors' blocks in the discriminator",
);
