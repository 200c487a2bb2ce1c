/** What the studio's server answers and its pages read. All of it is JSON. */

/** The state of a run: `interrupted` if its process is gone, `damaged` if its folder cannot be read. */
export type RunStatus = "running" | "interrupted" | "done" | "failed" | "stopped" | "damaged";

/** How a verdict is to be shown. */
export type VerdictTone = "good" | "open" | "bad";

/** The verdict on a run's health. */
export interface RunVerdict {
  readonly state: string;
  readonly tone: VerdictTone;
  readonly evidence: string;
  /** The generator step since which it holds. */
  readonly since: number;
}

/** A metric of a run: its newest value and its best. */
export interface RunMetric {
  readonly last: number;
  readonly best: number;
  readonly bestStep: number;
}

/** What a user wrote about a run. */
export interface RunNotes {
  readonly tags: readonly string[];
  readonly note: string;
  readonly archived: boolean;
}

/** One line of the list of runs. */
export interface RunSummary extends RunNotes {
  /** Names the run in addresses: the name of its root and its path below it, such as `runs/0001-quickstart`. */
  readonly id: string;
  /** The experiment or sweep that it is part of, as the start of its `id`; `null` for a single run. */
  readonly group: string | null;
  readonly status: RunStatus;
  /** Why it ended, or what is damaged; `null` while it is trained. */
  readonly reason: string | null;
  /** ISO 8601, UTC; `null` of a damaged run. */
  readonly startedAt: string | null;
  readonly updatedAt: string | null;
  readonly gStep: number;
  /** Generator steps of the whole run; `null` if the config does not say. */
  readonly steps: number | null;
  /** Real images that the discriminator was shown. */
  readonly images: number;
  /** Seconds of training. */
  readonly seconds: number;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly verdict: RunVerdict | null;
  /** The measures of the newest record. */
  readonly measures: Readonly<Record<string, number>>;
  readonly metrics: Readonly<Record<string, RunMetric>>;
  /** The generator step of the newest samples; `null` if there are none. */
  readonly sample: number | null;
  /** The values of the config keys that were asked for. */
  readonly config: Readonly<Record<string, ConfigValue>>;
}

/** The value of one key of a config; lists and groups are written as YAML's flow style. */
export type ConfigValue = string | number | boolean | null;

/** The list of runs. */
export interface RunList {
  readonly roots: readonly string[];
  readonly runs: readonly RunSummary[];
}

/** One run, whole. */
export interface RunDetails {
  readonly summary: RunSummary;
  /** The absolute path of its folder. */
  readonly folder: string;
  /** The generator steps that samples are there of, ascending. */
  readonly samples: readonly number[];
  /** Whether there are real images laid out as the samples are. */
  readonly reals: boolean;
  /** The names of pictures that metrics drew. */
  readonly pictures: readonly string[];
  readonly hasReport: boolean;
  readonly evaluations: readonly RunEvaluation[];
  /** What was done when the run was unhealthy. */
  readonly healthActions: readonly {
    readonly gStep: number;
    readonly state: string;
    readonly done: string;
  }[];
  /** The text of `config.yaml`. */
  readonly configText: string;
  /** All keys of the config with their values. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** What is different from the recipe that it was started from; `null` without one. */
  readonly differences: RecipeDifferences | null;
  /** What its results mean, in sentences. */
  readonly sentences: readonly string[];
  /** Versions, device, seed, commit, process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Commands for this run, by what they do. */
  readonly commands: Readonly<Record<string, string>>;
  /** Whether a process on this machine trains it, which can be stopped. */
  readonly canStop: boolean;
  /** Whether it ended before its last step and can go on. */
  readonly canResume: boolean;
}

/** The last lines that a run's process has printed; `null` of one that the studio has not started. */
export interface RunLog {
  readonly text: string | null;
}

/** Keys of a config with other values than a recipe's. */
export interface RecipeDifferences {
  readonly recipe: string;
  readonly keys: readonly {
    readonly key: string;
    readonly value: ConfigValue;
    /** The recipe's. */
    readonly usual: ConfigValue;
  }[];
}

/** How the verdict on a run changed. */
export interface VerdictCourse {
  readonly spans: readonly {
    readonly state: string;
    readonly tone: VerdictTone;
    readonly evidence: string;
    /** The generator steps of the first and the last record at which it stood. */
    readonly from: number;
    readonly to: number;
  }[];
  /** Whether there are too many records to judge them again: then there are no spans. */
  readonly tooLong: boolean;
}

/** How much a folder holds. */
export interface FolderSize {
  readonly files: number;
  readonly bytes: number;
}

/** Where a run was moved to, and the command that moves it back. */
export interface DiscardedRun {
  readonly to: string;
  readonly back: string;
}

/** A result of an evaluation. */
export interface RunEvaluation {
  readonly metric: string;
  readonly value: number;
  readonly gStep: number;
  /** Names the settings that it was computed with; only values of the same protocol can be compared. */
  readonly protocol: string;
  /** The protocol in words. */
  readonly protocolText: string;
}

/** What curves are drawn over. */
export type CurveAxis = "gStep" | "images" | "time";

/** One measure of a run. */
export interface CurveValues {
  /** The group that it is drawn in, such as `loss`. */
  readonly group: string;
  /** Means of the records that a point stands for; `null` where no value is finite. */
  readonly y: readonly (number | null)[];
  /** Their least and greatest, if a point stands for several records. */
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
}

/** The measures of a run over its training. */
export interface RunCurves {
  readonly axis: CurveAxis;
  /** The positions of the points, ascending: generator steps, images shown, or seconds. */
  readonly x: readonly number[];
  readonly curves: Readonly<Record<string, CurveValues>>;
  /** Records that a point is the mean of. */
  readonly perPoint: number;
  /** Of a long run: which of its records were read, about every n-th; 1: all. */
  readonly every: number;
  /** Titles and units by groups. */
  readonly groups: Readonly<Record<string, CurveGroupInfo>>;
}

/** How a group of measures is drawn. */
export interface CurveGroupInfo {
  readonly title: string;
  readonly unit: string;
  /** Each measure in a chart of its own. */
  readonly apart: boolean;
  /** Whether a comparison shows it without being asked. */
  readonly first: boolean;
  /** What the values are to be compared with; `null` where there is no such value. */
  readonly reference: { readonly value: number; readonly label: string } | null;
}

/** A recipe that a run can be started from. */
export interface RecipeChoice {
  readonly name: string;
  readonly title: string;
}

/** A key of a config, as a form shows it. */
export interface FormField {
  readonly key: string;
  readonly value: ConfigValue;
  /** What it means. */
  readonly about: string;
  /** What may stand there, in words. */
  readonly allowed: string;
  /** The values it may have, if they are few. */
  readonly options: readonly string[];
}

/** A classifier that `evenkeel classify` trains. */
export interface ClassifierSummary {
  /** Names its folder, as that of a run is named. */
  readonly id: string;
  readonly status: "running" | "interrupted" | "done" | "damaged";
  /** What is damaged. */
  readonly reason: string | null;
  /** Its data, network, methods and seed, by what they are. */
  readonly about: Readonly<Record<string, string | number>>;
  readonly step: number;
  readonly steps: number;
  /** The newest mean cross-entropy of training; `null` before the first record. */
  readonly loss: number | null;
  /** The share of held-out images that it tells right, 0 to 1; `null` before they were looked at. */
  readonly accuracy: number | null;
  readonly hasReport: boolean;
}

/** What a test of a claim came to. */
export interface ClaimVerdict {
  readonly name: string;
  readonly tone: VerdictTone;
}

/** A test of a claim. */
export interface ClaimOutcome {
  /** Names its folder, as that of a run is named. */
  readonly id: string;
  readonly scale: string;
  readonly verdict: ClaimVerdict;
  readonly measured: string;
  readonly parts: readonly {
    readonly name: string;
    readonly verdict: ClaimVerdict;
    readonly measured: string;
  }[];
  /** What could decide it, if it is undecided. */
  readonly toDecide: string | null;
  /** The images that it was tested on, and how they were measured. */
  readonly data: readonly string[];
  /** Runs that were trained. */
  readonly runs: number;
  /** Seconds of training and judging. */
  readonly seconds: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What its figure shows; `null` where there is none. */
  readonly figure: string | null;
  readonly hasPage: boolean;
}

/** All claims. */
export interface ClaimList {
  readonly claims: readonly ClaimEntry[];
  /** How many claims have each verdict, in a sentence, by the scales at which claims were tested. */
  readonly about: Readonly<Record<string, string>>;
}

/** A claim of a paper. */
export interface ClaimEntry {
  readonly name: string;
  readonly paper: string;
  /** The paper's authors, year and title. */
  readonly title: string;
  /** The place in the paper. */
  readonly where: string;
  readonly claimed: string;
  readonly criterion: string;
  readonly published: string | null;
  /** Its tests, the newest first. */
  readonly results: readonly ClaimOutcome[];
  /** What tests it. */
  readonly command: string;
}

/** A data set that there is. */
export interface DataSet {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly license: string;
  /** Its options. */
  readonly fields: readonly FormField[];
}

/** How many images of a class there are. */
export interface ClassCount {
  readonly name: string;
  readonly count: number;
}

/** Data that runs are trained on. */
export interface UsedData {
  readonly name: string;
  /** An absolute path, or `built-in`. */
  readonly source: string;
  /** Images to train on, and those that are held out. */
  readonly count: number;
  readonly heldOut: number;
  readonly classes: readonly ClassCount[];
  readonly notes: readonly string[];
  /** `null` where there are none. */
  readonly files: { readonly count: number; readonly bytes: number } | null;
  /** The runs, by their `id`. */
  readonly runs: readonly string[];
  /** The run that has a grid of its images; `null` if none has. */
  readonly reals: string | null;
}

/** All data sets. */
export interface DataList {
  readonly sets: readonly DataSet[];
  readonly used: readonly UsedData[];
}

/** What was found in a data set: what `evenkeel data check --json` prints. */
export interface DataReport {
  readonly source: string;
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly dtype: string;
  readonly range: readonly number[];
  readonly channelStatistics: readonly { readonly mean: number; readonly std: number }[];
  readonly duplicates: { readonly count: number };
  readonly blankCount: number;
  readonly classCounts: readonly ClassCount[];
  readonly broken: readonly { readonly file: string; readonly reason: string }[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** A check of a data set. */
export type DataCheck = { readonly id: string } & (
  | { readonly state: "running"; readonly progress: string }
  | { readonly state: "done"; readonly report: DataReport; readonly hasGrid: boolean }
  | ({ readonly state: "failed" } & StudioError)
);

/** The events of the server, by their names. */
export interface StudioEvents {
  /** A run is new or changed. */
  readonly run: RunSummary;
  /** A run's folder is gone; the data are its `id`. */
  readonly gone: { readonly id: string };
}

/** The answer to what cannot be done. */
export interface StudioError {
  readonly error: string;
  /** What to do about it. */
  readonly advice: string | null;
}
