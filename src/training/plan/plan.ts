/** Everything that a run is made of, whether a config describes it or a program. */
import type { RunSettings } from "../../config/index.ts";
import type { DataCallbacks, DatasetOptions, ImageDataset } from "../../data/index.ts";
import type { EvaluationCallbacks } from "../../evaluation/index.ts";
import type { ReferenceData } from "../../evaluation/reference/index.ts";
import type { GanModel } from "../../gan/index.ts";
import type { KnownMixture } from "../../metrics/index.ts";
import type { Protocol } from "../../metrics/protocols/index.ts";

/** The real images of a run. */
export interface PlannedData {
  /** The data set's name, for people and for exported networks. */
  readonly name: string;
  open(callbacks: DataCallbacks): Promise<ImageDataset>;
  /** The Gaussians that the points come from, where that is known. */
  readonly mixture: KnownMixture | undefined;
  /** How the data set was asked for; `undefined` for one that a program opened. */
  readonly options: DatasetOptions | undefined;
}

/** How a run's generator is evaluated while it trains. */
export interface PlannedEvaluation {
  readonly protocol: Protocol;
  /** The folder that holds the data sets' own folders, and the one of Inception's weights. */
  readonly root: string;
  /** The real images to compare with. */
  reference(training: ImageDataset, callbacks: EvaluationCallbacks): ReferenceData;
}

/** A run before it has a folder. */
export interface RunPlan {
  readonly settings: RunSettings;
  readonly model: GanModel;
  /** The networks in words; a checkpoint of other networks is refused. */
  readonly architecture: string;
  readonly data: PlannedData;
  readonly evaluation: PlannedEvaluation;
  /** The text of the run's `config.yaml`. */
  readonly configText: string;
  /** What is doubtful about the settings, one sentence each. */
  readonly warnings: readonly string[];
  /** The settings that differ from those in the `config.yaml` of an earlier attempt, as `key old → new`. */
  changesSince(path: string): Promise<readonly string[]>;
}
