/** The tables of the study. */
import { toneOf } from "evenkeel/analysis/health";
import { isRight, type Judgement, type Truth } from "./judge.ts";
import type { RecordedRun } from "./recorded.ts";

/** A run with both judgements. */
export interface Judged {
  readonly run: RecordedRun;
  readonly truth: Truth;
  readonly judgement: Judgement;
}

/** A table of runs: the good ones first, the undecided ones last. */
export function printRuns(all: readonly Judged[]): void {
  console.log("| run | ends at | truth | last verdict | first alarm | of | right |");
  console.log("| --- | --- | --- | --- | ---: | ---: | --- |");
  for (const truth of ["good", "failing", "undecided"] as const) {
    for (const one of all.filter((judged) => judged.truth.truth === truth)) {
      const { run, judgement } = one;
      const { state } = judgement.verdict;
      const right = isRight(judgement, one.truth) ? "yes" : "no";
      const cells = [
        ...[run.name, one.truth.text, truth, state.replaceAll("-", " ")],
        ...[judgement.firstAlarm ?? "", run.context.steps, truth === "undecided" ? "" : right],
      ];
      console.log(`| ${cells.join(" | ")} |`);
    }
  }
}

/** How many last verdicts of each tone there are on good, failing and undecided runs. */
export function printConfusion(all: readonly Judged[]): void {
  console.log("| | healthy | too early to tell, learning | a bad one | right |");
  console.log("| --- | ---: | ---: | ---: | ---: |");
  for (const truth of ["good", "failing", "undecided"] as const) {
    const those = all.filter((one) => one.truth.truth === truth);
    const counts = (["good", "open", "bad"] as const).map(
      (tone) => those.filter(({ judgement }) => toneOf(judgement.verdict.state) === tone).length,
    );
    const right = those.filter((one) => isRight(one.judgement, one.truth)).length;
    const share = truth === "undecided" ? "" : `${right} of ${those.length}`;
    console.log(`| ${[`${truth} runs`, ...counts, share].join(" | ")} |`);
  }
  const good = all.filter((one) => one.truth.truth === "good");
  const alarmed = good.filter(({ judgement }) => judgement.firstAlarm !== null).length;
  console.log(`\n${alarmed} of ${good.length} good runs had a bad verdict at some time`);
}
