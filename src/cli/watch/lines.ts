/** The state of a run in lines, at most 80 columns wide. */
import type { Verdict } from "../../analysis/health/index.ts";
import { largestSigma, resultText } from "../../terminal/measures.ts";
import { showPath } from "../../terminal/paths.ts";
import { drawBar } from "../../terminal/progress.ts";
import { table } from "../../terminal/table.ts";
import { WIDTH } from "../../terminal/terminal.ts";
import { verdictText } from "../../terminal/verdict.ts";
import { countOf, formatCount, formatSeconds, formatShare } from "../../text.ts";
import type { RunView } from "../../training/index.ts";

/** Characters of the bar, and evaluations that are shown. */
const [BAR, MOST] = [10, 4];

/** What is shown of a run. */
export function viewLines(view: RunView): string[] {
  const { path, evaluations, sample } = view;
  const { verdict } = view.progress;
  const rows = [
    ["run", showPath(path)],
    ["state", stateText(view)],
    ["progress", progressText(view)],
    ["losses", lossText(view)],
    ...(verdict === null ? [] : [["health", healthText(verdict, view)]]),
    ...(evaluations.length === 0 ? [] : [["evaluated", evaluationsText(view)]]),
    ...(sample === null ? [] : [["samples", showPath(sample.path)]]),
  ];
  return table(
    rows.map(([name = "", text = ""]) => [`  ${name}`, text]),
    WIDTH,
  );
}

/** `running, process 4711 on gpu1`, `done: all 1500 generator steps are done` */
function stateText({ info, live }: RunView): string {
  if (info.status !== "running") return [info.status, info.exitReason].filter(Boolean).join(": ");
  if (live !== undefined) return `running, process ${live.pid} on ${live.host}`;
  const { pid, host } = info.process;
  return `interrupted: process ${pid} on ${host} is gone`;
}

/** `█████░░░░░ 54 %, step 812 of 1500, 512 images/s, 1m 20s left` */
function progressText({ steps, progress, info }: RunView): string {
  const { counters, imagesPerSecond, secondsLeft } = progress;
  const { gStep } = counters;
  const share = steps === null ? null : Math.min(1, gStep / steps);
  const goesOn = info.status === "running";
  return [
    share === null ? "" : `${drawBar(share, BAR)} ${formatShare(share)}`,
    steps === null ? `step ${gStep}` : `step ${gStep} of ${steps}`,
    imagesPerSecond === null ? "" : `${countOf(Math.round(imagesPerSecond), "image")}/s`,
    secondsLeft === null || !goesOn ? "" : `${formatSeconds(secondsLeft)} left`,
  ]
    .filter((text) => text !== "")
    .join(", ");
}

/** `D 1.93, G -0.02, largest σ 1.04, 32 000 images shown` */
function lossText({ progress: { measures, counters } }: RunView): string {
  const number = (value: number | undefined) => (value === undefined ? "–" : value.toFixed(2));
  const sigma = largestSigma(measures);
  return [
    `D ${number(measures["loss/d"])}`,
    `G ${number(measures["loss/g"])}`,
    ...(sigma === undefined ? [] : [`largest σ ${number(sigma)}`]),
    `${formatCount(counters.images)} images shown`,
  ].join(", ");
}

/** `step 1000: FID 31.24, precision 0.617` */
function evaluationsText({ evaluations }: RunView): string {
  const results = evaluations.slice(0, MOST).map(({ metric, value }) => resultText(metric, value));
  return `step ${evaluations[0]?.gStep ?? "unknown"}: ${results.join(", ")}`;
}

/** The verdict, with its step where the run has gone on since. */
function healthText(verdict: Verdict, { info, progress }: RunView): string {
  const { gStep } = info.counters;
  const at = gStep === progress.counters.gStep ? "" : `at step ${gStep}: `;
  return at + verdictText(verdict);
}
