/** What can be asked of an evaluation, and what it answers. */
import type { MetricName } from "../../metrics/index.ts";
import type { CheckpointChoice } from "../../runs/trained/index.ts";
import type { NodeDevice } from "../../runtime/node.ts";
import type { Evaluation } from "../carry-out.ts";
import type { EvaluationProgress } from "../progress.ts";
import type { LeftOut, ProtocolRequest } from "../protocol/index.ts";

/** What to measure, and how. */
export interface EvaluationRequest extends ProtocolRequest {
  /** A run, an experiment, a folder of images or an ONNX file. */
  readonly path: string;
  /** Real images: a data set's name or a folder. Default: what the run was trained on. */
  readonly against?: string | undefined;
  /** The folder that holds the data sets' own folders. Default: the run's, else `data`. */
  readonly root?: string | undefined;
  readonly metrics?: readonly MetricName[] | undefined;
  /** The checkpoint of a run. Default `latest`. */
  readonly step?: CheckpointChoice | undefined;
  readonly device: NodeDevice;
  /** A folder for records and pictures. Default: the run's own; else nothing is kept. */
  readonly out?: string | undefined;
}

/** What an evaluation tells while it goes on; plain data that crosses threads. */
export type EvaluationMessage =
  | { readonly type: "note"; readonly text: string }
  | { readonly type: "progress"; readonly progress: EvaluationProgress }
  | { readonly type: "end"; readonly outcome: EvaluationOutcome };

/** The results of one subject. */
export interface EvaluatedSubject {
  readonly path: string;
  /** In the order of the protocols. */
  readonly evaluations: readonly (Omit<Evaluation, "picture"> & {
    /** The file of what a metric shows beside its numbers. */
    readonly picture: string | null;
  })[];
  /** The file that the records were added to; `null` where none are kept. */
  readonly file: string | null;
}

/** The results of a request. */
export interface EvaluationOutcome {
  /** One, or those of an experiment's runs. */
  readonly subjects: readonly EvaluatedSubject[];
  /** What was asked for and could not be measured. */
  readonly leftOut: readonly LeftOut[];
}
