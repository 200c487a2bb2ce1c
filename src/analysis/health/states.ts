/** What can be said of a run's health. */

/** Whether a state is a good one, a bad one, or leaves it open. */
export type Tone = "good" | "open" | "bad";

interface State {
  /** A word or two, for a line of progress. */
  readonly word: string;
  readonly tone: Tone;
}

/** The states; of the bad ones the gravest first. */
export const states = {
  healthy: { word: "healthy", tone: "good" },
  "too-early-to-tell": { word: "too early to tell", tone: "open" },
  learning: { word: "learning", tone: "open" },
  "not-finite": { word: "not finite", tone: "bad" },
  "gradients-exploding": { word: "exploding", tone: "bad" },
  "gradients-vanishing": { word: "vanishing", tone: "bad" },
  "discriminator-saturated": { word: "saturated", tone: "bad" },
  "mode-collapse-suspected": { word: "collapsed?", tone: "bad" },
  "not-learning": { word: "not learning", tone: "bad" },
  "images-unlike-data": { word: "unlike the data", tone: "bad" },
} as const satisfies Readonly<Record<string, State>>;

export type VerdictState = keyof typeof states;

/** The names of all states. */
export const verdictStates = Object.keys(states) as [VerdictState, ...VerdictState[]];

/** The tone of a verdict's state. */
export const toneOf = (state: VerdictState): Tone => states[state].tone;
