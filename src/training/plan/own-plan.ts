/** The plan of a run whose networks were defined in a program. */
import {
  parseRunSettings,
  type RunSettingsInput,
  readOwnSettings,
  stringifyOwnSettings,
} from "../../config/index.ts";
import type { ImageDataset } from "../../data/index.ts";
import { configuredProtocol } from "../../evaluation/protocol/index.ts";
import { imagesReference } from "../../evaluation/reference/index.ts";
import type { GanModel } from "../../gan/index.ts";
import type { KnownMixture } from "../../metrics/index.ts";
import type { Protocol } from "../../metrics/protocols/index.ts";
import { settingChanges } from "./changes.ts";
import type { RunPlan } from "./plan.ts";

/** A run of networks that the caller defined. */
export interface OwnRun {
  readonly model: GanModel;
  /** The real images to train on, with the model's shape. */
  readonly dataset: ImageDataset;
  /** Real images to evaluate against, for protocols with held-out images; default: the training images. */
  readonly heldOut?: ImageDataset | undefined;
  /** The Gaussians that the points are drawn from, for the metric `modes`. */
  readonly mixture?: KnownMixture | undefined;
  /** The settings of the run; defaults as in a config, except for the name `own`. */
  readonly settings?: RunSettingsInput | undefined;
  /** The protocol of evaluations, instead of the one that `settings.evaluate` names. */
  readonly protocol?: Protocol | undefined;
  /** The folder that contains the folder of Inception's weights; default `./data`. */
  readonly root?: string | undefined;
}

/**
 * The plan of a run of networks that the caller defined.
 *
 * @throws EvenkeelError `CONFIG` for settings out of range, with the rule of each.
 */
export function planOfModel(run: OwnRun): RunPlan {
  const { model, dataset, mixture, root = "./data" } = run;
  const settings = parseRunSettings({ name: "own", ...run.settings });
  const architecture = architectureOf(model);
  return {
    settings,
    model,
    architecture,
    data: {
      name: dataset.name,
      async open({ onFiles }) {
        if (dataset.files !== undefined) await onFiles?.(dataset.files);
        return dataset;
      },
      mixture,
      options: undefined,
      workingFolder: process.cwd(),
    },
    evaluation: {
      protocol: run.protocol ?? configuredProtocol({ ...settings, data: dataset }),
      features: settings.evaluate.features,
      root,
      reference: () => imagesReference(dataset, run.heldOut),
    },
    configText: stringifyOwnSettings({ architecture, data: dataset.name, settings }),
    warnings: [],
    async changesSince(path) {
      const { settings: before } = await readOwnSettings(path);
      const { generator, discriminator } = model.definition;
      const stepsMatter = [generator, discriminator].some(({ schedule }) => schedule !== undefined);
      return settingChanges(before, settings, { stepsMatter });
    },
  };
}

/** A description of the networks. It is compared in addition to the shapes of all tensors. */
function architectureOf({ definition }: GanModel): string {
  const { imageShape, latentSize, classes } = definition;
  const conditional = classes === undefined ? [] : [`${classes} classes`];
  return [`own networks at [${imageShape.join(", ")}]`, `z ${latentSize}`, ...conditional].join(
    ", ",
  );
}
