/** The request and the answer of an evaluation. */
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
  /** Real images: a data set's name or a folder; default: what the run was trained on. */
  readonly against?: string | undefined;
  /** The folder that contains the data sets' folders; default: the run's, otherwise `data`. */
  readonly root?: string | undefined;
  readonly metrics?: readonly MetricName[] | undefined;
  /** The checkpoint of a run; default `latest`. */
  readonly step?: CheckpointChoice | undefined;
  readonly device: NodeDevice;
  /** A folder for records and pictures; default: the run's own, otherwise they are not saved. */
  readonly out?: string | undefined;
}

/** The messages of an evaluation in progress; plain data that crosses threads. */
export type EvaluationMessage =
  | { readonly type: "note"; readonly text: string }
  | { readonly type: "progress"; readonly progress: EvaluationProgress }
  | { readonly type: "end"; readonly outcome: EvaluationOutcome };

/** The results of one subject. */
export interface EvaluatedSubject {
  readonly path: string;
  /** In the order of the protocols. */
  readonly evaluations: readonly (Omit<Evaluation, "pictures"> & {
    /** The files of the pictures that metrics provide in addition to their numbers. */
    readonly pictures: readonly string[];
  })[];
  /** The file that the records were appended to; `null` if they were not saved. */
  readonly file: string | null;
}

/** The results of a request. */
export interface EvaluationOutcome {
  /** One subject, or the runs of an experiment. */
  readonly subjects: readonly EvaluatedSubject[];
  /** What was requested and could not be measured. */
  readonly leftOut: readonly LeftOut[];
}
