/** What a claim is: a statement of a paper that is put to the test here. */
import type { Chart } from "../report/page/index.ts";
import type { PairedDecision, Verdict } from "../statistics/index.ts";
import type { SweepRun } from "../sweeps/folder/index.ts";
import type { ClaimData } from "./data/index.ts";

/**
 * `small` takes minutes on two processor cores, `medium` some hours; `paper` has the paper's networks, data and
 * steps.
 */
export const scales = ["small", "medium", "paper"] as const;
export type Scale = (typeof scales)[number];

/** A paper whose claims are tested. */
interface TestedPaper {
  /** Authors, year and title. */
  readonly title: string;
  /** Whether its method stands beside spectral normalization, on which Evenkeel is built. */
  readonly isNeighbor: boolean;
}

/** The papers whose claims are tested. */
export const papers = {
  "SN-GAN": {
    title: "Miyato, Kataoka, Koyama & Yoshida 2018, Spectral Normalization for GANs",
    isNeighbor: false,
  },
  BSN: {
    title: "Lin, Sekar & Fanti 2021, Why Spectral Normalization Stabilizes GANs",
    isNeighbor: false,
  },
  "mean-field": {
    title: "Wei, Stokes & Schwab 2019, Mean-field Analysis of Batch Normalization",
    isNeighbor: false,
  },
  "Kurach et al.": {
    title:
      "Kurach, Lucic, Zhai, Michalski & Gelly 2019, A Large-Scale Study on Regularization and Normalization in GANs",
    isNeighbor: true,
  },
  Fixup: {
    title:
      "Zhang, Dauphin & Ma 2019, Fixup Initialization: Residual Learning Without Normalization",
    isNeighbor: true,
  },
  "class-norm": {
    title:
      "Skorokhodov & Elhoseiny 2021, Class Normalization for (Continual)? Generalized Zero-Shot Learning",
    isNeighbor: true,
  },
  CBN: {
    title: "Yao, Cao, Zheng, Huang & Lin 2021, Cross-Iteration Batch Normalization",
    isNeighbor: true,
  },
} as const satisfies Readonly<Record<string, TestedPaper>>;
export type Paper = keyof typeof papers;

/** What is said of a claim before anything is run. */
export interface Claim {
  /** As the command line takes it. */
  readonly name: string;
  readonly paper: Paper;
  /** The place in the paper, such as `figure 9`. */
  readonly where: string;
  /** The statement, in a sentence. */
  readonly claimed: string;
  /** How it is tested at each scale: networks, steps, what differs from the paper; most have no medium scale. */
  readonly method: Readonly<Record<"small" | "paper", string>> & { readonly medium?: string };
  /** The published figures, where they could be verified. */
  readonly published: string | null;
  /** What must be found for the claim to hold, in a sentence. */
  readonly criterion: string;
  readonly test: TrialTest | DirectTest;
}

/** The scales at which a claim is defined. */
export function scalesOf({ method }: Pick<Claim, "method">): readonly Scale[] {
  return scales.filter((scale) => method[scale] !== undefined);
}

/** The scale of a test that measures by itself, which has no medium one. */
export function directScale({ scale }: Pick<Setting, "scale">): "small" | "paper" {
  return scale === "paper" ? "paper" : "small";
}

/** At which scale a claim is tested, and on which images. */
export interface Setting {
  readonly scale: Scale;
  /** The data sets: one, of tests on all that are found several; none where the paper's recipes name theirs. */
  readonly data: readonly ClaimData[];
}

/** A test that trains GANs, as a sweep, and looks at what they left. */
export interface TrialTest {
  readonly kind: "trials";
  /** How many seeds at each scale, unless their number is given; those of a choice not counted. */
  readonly seeds: Readonly<Partial<Record<Scale, number>>>;
  /** Whether it uses all data sets that are found; default: one. */
  readonly allData?: boolean;
  /** What is chosen first, on seeds that the test does not use. */
  readonly choice?: ChoiceStage;
  /** Every setting to train. */
  readonly trials: (setting: Setting, chosen: Chosen) => readonly Trial[];
  /** What is stated of a test by pairs before it is run. */
  readonly design?: (setting: Setting, seeds: number) => Design;
  readonly judge: (runs: readonly TrialRun[], context: JudgeContext) => Promise<Findings>;
}

/** The first stage of a test: training that chooses something, a scale for example. */
export interface ChoiceStage {
  /** What is chosen, such as `the scale of BSSN`. */
  readonly what: string;
  /** How many seeds, from {@link FIRST_SEED} on; those of the test follow. */
  readonly seeds: number;
  readonly trials: (setting: Setting) => readonly Trial[];
  readonly choose: (runs: readonly TrialRun[], setting: Setting) => Promise<Chosen>;
  /** A choice as it may come, for counting runs before there is one. */
  readonly planned: (setting: Setting) => Chosen;
}

/** The first seed of all trials: smaller ones were used to find out how small networks learn. */
export const FIRST_SEED = 10;

/** What was chosen, by name. */
export type Chosen = Readonly<Record<string, string | number>>;

/** What is stated before the first run of a test by pairs. */
export interface Design {
  /** What must be true of each part, in a sentence. */
  readonly hypotheses: readonly { readonly part: string; readonly text: string }[];
  /** What is computed of each pair, and of all. */
  readonly statistic: string;
  readonly pairing: string;
  readonly seeds: string;
  /** How many pairs must win, and how many must lose. */
  readonly decision: string;
  /** How often chance alone passes a part, at most; as all parts must pass, the whole does no more often. */
  readonly chance: number;
}

/** A test that measures by itself, within minutes. */
export interface DirectTest {
  readonly kind: "direct";
  /** About how long it takes on two processor cores. */
  readonly seconds: Readonly<Record<"small" | "paper", number>>;
  /** How many seeds a test by pairs has, unless their number is given. */
  readonly seeds?: number;
  /** What is stated of a test by pairs before it is run. */
  readonly design?: (seeds: number) => Design;
  readonly measure: (context: MeasureContext) => Promise<Findings>;
}

/** What is stated of a test before it is run; `undefined` of one that does not compare pairs. */
export function designOf(
  test: Claim["test"],
  setting: Setting,
  seeds: number | null,
): Design | undefined {
  return test.kind === "trials"
    ? test.design?.(setting, seeds ?? 0)
    : test.design?.(seeds ?? test.seeds ?? 0);
}

/** A setting to train. */
export interface Trial {
  /** What distinguishes it from the others, in the order of its name. */
  readonly point: Readonly<Record<string, string | number>>;
  /** A recipe. */
  readonly base: string;
  /** Config keys with their values, over the recipe's. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Only the first so many seeds, where it is shown but does not decide; default all. */
  readonly seeds?: number;
}

/** A trial that was trained with a seed; it may have failed. */
export interface TrialRun extends Pick<Trial, "point"> {
  readonly run: SweepRun;
  readonly seed: number;
  /** Its run folder. */
  readonly folder: string;
  readonly state: "done" | "failed";
  /** Why it failed. */
  readonly reason: string | null;
  /** Seconds of training. */
  readonly seconds: number;
}

/** What a test works with. */
export interface ClaimContext extends Setting {
  /** Called while work takes long: how much of it is done. */
  readonly progress: (task: string, done: number, total: number) => void;
  /** Aborted to stop it. */
  readonly signal: AbortSignal;
}

/** What a test that measures by itself works with. */
export interface MeasureContext extends ClaimContext {
  /** How many seeds a test by pairs has; 0 of others. */
  readonly seeds: number;
}

/** What a judgement works with beside the runs. */
export interface JudgeContext extends ClaimContext {
  readonly chosen: Chosen;
  /** The runs that chose; none without a choice. */
  readonly choiceRuns: readonly TrialRun[];
}

/** At least one chart. */
export type Figure = readonly [Chart, ...Chart[]];

/** What came of a test. */
export interface Findings {
  readonly verdict: Verdict;
  /** The figures that decided, in a sentence. */
  readonly measured: string;
  /** The parts, each with a verdict of its own; the whole follows from them. */
  readonly parts?: readonly PartFinding[];
  readonly tables: readonly ClaimTable[];
  /** The claim's figure, as its paper has it where it has one, in one part or several. */
  readonly charts: Figure;
  /** Remarks, one sentence each. */
  readonly notes?: readonly string[];
  /** What could decide an undecided test, in a sentence. */
  readonly toDecide?: string;
}

/** What came of a part of a test. */
export interface PartFinding {
  /** Such as `against batch norm`. */
  readonly name: string;
  /** What must be true, in a sentence. */
  readonly hypothesis: string;
  readonly verdict: Verdict;
  readonly measured: string;
  /** The paired test that decided it; its differences are logarithms of `quotients`. */
  readonly decision: PairedDecision;
  /** The median of the quotients of all pairs, and an interval for it. */
  readonly quotient: {
    readonly median: number;
    readonly low: number;
    readonly high: number;
    readonly coverage: number;
    /** What the hypothesis says that they lie below. */
    readonly below: number;
  };
  /** One a pair, in the order of the seeds. */
  readonly quotients: readonly number[];
}

/** Rows of what was measured. */
export interface ClaimTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}
