/** What a claim is: a statement of a paper that is put to the test here. */
import type { Chart } from "../report/page/index.ts";
import type { SweepRun } from "../sweeps/folder/index.ts";

/** `small` a laptop can afford; `paper` has the paper's networks, data and steps. */
export const scales = ["small", "paper"] as const;
export type Scale = (typeof scales)[number];

/** The papers whose claims are tested. */
export const papers = {
  "SN-GAN": "Miyato, Kataoka, Koyama & Yoshida 2018, Spectral Normalization for GANs",
  BSN: "Lin, Sekar & Fanti 2021, Why Spectral Normalization Stabilizes GANs",
  "mean-field": "Wei, Stokes & Schwab 2019, Mean-field Analysis of Batch Normalization",
} as const;
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
  /** How it is tested at each scale: networks, data, steps, what differs from the paper. */
  readonly method: Readonly<Record<Scale, string>>;
  /** The published figures, where they could be verified. */
  readonly published: string | null;
  /** What must be found for the claim to hold, in a sentence. */
  readonly criterion: string;
  readonly test: TrialTest | DirectTest;
}

/** A test that trains GANs, as a sweep, and looks at what they left. */
export interface TrialTest {
  readonly kind: "trials";
  /** Every setting to train. */
  readonly trials: (scale: Scale) => readonly Trial[];
  /** How many seeds, unless their number is given. */
  readonly seeds: Readonly<Record<Scale, number>>;
  readonly judge: (runs: readonly TrialRun[], context: ClaimContext) => Promise<Findings>;
}

/** A test that measures by itself, within minutes. */
export interface DirectTest {
  readonly kind: "direct";
  readonly measure: (context: ClaimContext) => Promise<Findings>;
}

/** A setting to train. */
export interface Trial {
  /** What distinguishes it from the others, in the order of its name. */
  readonly point: Readonly<Record<string, string | number>>;
  /** A recipe. */
  readonly base: string;
  /** Config keys with their values, over the recipe's. */
  readonly set: Readonly<Record<string, unknown>>;
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
}

/** What a test works with. */
export interface ClaimContext {
  readonly scale: Scale;
  /** Called while work takes long: how much of it is done. */
  readonly progress: (task: string, done: number, total: number) => void;
  /** Aborted to stop it. */
  readonly signal: AbortSignal;
}

/** At least one chart. */
export type Figure = readonly [Chart, ...Chart[]];

/** What came of a test. */
export interface Findings {
  /** Whether the criterion is met. */
  readonly held: boolean;
  /** The figures that decided, in a sentence. */
  readonly measured: string;
  readonly tables: readonly ClaimTable[];
  /** The claim's figure, as its paper has it where it has one, in one part or several. */
  readonly charts: Figure;
  /** Remarks, one sentence each. */
  readonly notes?: readonly string[];
}

/** Rows of what was measured. */
export interface ClaimTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}
