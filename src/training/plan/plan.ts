/** A complete description of a run, made from a config or by a program. */
import type { RunSettings } from "../../config/index.ts";
import type { DataCallbacks, DatasetOptions, ImageDataset } from "../../data/index.ts";
import type { EvaluationCallbacks } from "../../evaluation/index.ts";
import type { ReferenceData } from "../../evaluation/reference/index.ts";
import type { GanModel } from "../../gan/index.ts";
import type { KnownMixture } from "../../metrics/index.ts";
import type { Protocol } from "../../metrics/protocols/index.ts";
import type { Source, SourceRequest } from "../../runs/trained/index.ts";

/** The real images of a run. */
export interface PlannedData {
  /** The data set's name, for people and for exported networks. */
  readonly name: string;
  open(callbacks: DataCallbacks): Promise<ImageDataset>;
  /** The Gaussians that the points are drawn from, if known. */
  readonly mixture: KnownMixture | undefined;
  /** The folder that relative paths of the run's config start from. */
  readonly workingFolder: string;
  /** The options of the data set, with the paths that they lead to; `undefined` if a program opened it. */
  readonly options: DatasetOptions | undefined;
}

/** How a run's generator is evaluated during training. */
export interface PlannedEvaluation {
  readonly protocol: Protocol;
  /** The network that the settings name for the protocol's features, a file with its place. */
  readonly features: string | undefined;
  /** The folder that contains the data sets' folders and that of Inception's weights. */
  readonly root: string;
  /** The real images to compare with. */
  reference(training: ImageDataset, callbacks: EvaluationCallbacks): ReferenceData;
}

/** Another run whose weights this one starts from. */
export interface PlannedSource {
  readonly request: SourceRequest;
  /** The text of the run's `config.yaml` that names the very checkpoint. */
  configText(source: Source): string;
}

/** A run that has no folder yet. */
export interface RunPlan {
  readonly settings: RunSettings;
  readonly model: GanModel;
  /** A description of the networks; a checkpoint with a different one is refused. */
  readonly architecture: string;
  readonly data: PlannedData;
  /** Default: its first weights are all drawn. */
  readonly from?: PlannedSource | undefined;
  readonly evaluation: PlannedEvaluation;
  /** The text of the run's `config.yaml`. */
  readonly configText: string;
  /** Doubtful settings, one sentence each. */
  readonly warnings: readonly string[];
  /** The settings that differ from an earlier attempt's `config.yaml`, as `key old → new`. */
  changesSince(path: string): Promise<readonly string[]>;
}
