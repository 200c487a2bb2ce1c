/** Shows a training run: one live line on a terminal, otherwise a plain line every few seconds. */
import { SingleBar } from "cli-progress";
import { escapeControls, formatCount, formatSeconds } from "../text.ts";
import type { Progress } from "../training/index.ts";
import { largestSigma, resultText } from "./measures.ts";
import { messageText } from "./terminal.ts";
import { healthWord } from "./verdict.ts";

/** Seconds between plain lines. */
const PLAIN_EVERY = 10;

/** The progress of a task, counted in `unit`s; `total` is `null` if it is unknown. */
export interface TaskProgress {
  readonly task: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
}

/** Seconds after which work is shown. */
const WORK_AFTER = 1;

/** What is shown to a person, on stderr. */
export interface Display {
  /** What is done before training. */
  phase(text: string): void;
  note(text: string): void;
  data(progress: TaskProgress): void;
  /** Work other than training; shown once it has taken a second. */
  work(progress: TaskProgress): void;
  training(progress: Progress): void;
  /** What training waits for, in the line of training. */
  evaluating(progress: TaskProgress): void;
  /** Ends the live line; its last state stays. */
  close(): void;
}

/** A display for a run of `steps` generator steps. */
export function createDisplay(steps: number, stream: NodeJS.WriteStream = process.stderr): Display {
  const plain = (text: string) => void stream.write(messageText(text, stream));
  return stream.isTTY ? liveDisplay(steps, stream, plain) : plainDisplay(steps, plain);
}

function liveDisplay(
  steps: number,
  stream: NodeJS.WriteStream,
  plain: (text: string) => void,
): Display {
  const bar = new SingleBar({
    stream,
    format: (_options, { progress }, payload: { readonly text?: string }) =>
      `${drawBar(progress, 8)} ${payload.text ?? ""}`.slice(0, (stream.columns ?? 80) - 1),
    fps: 10,
    hideCursor: true,
    linewrap: false,
    // the command handles Ctrl-C
    gracefulExit: false,
    clearOnComplete: false,
  });
  let active: "none" | "data" | "work" | "training" = "none";
  const isLong = longWork();
  const show = (kind: "data" | "work" | "training", value: number, total: number, text: string) => {
    if (active !== kind) {
      if (active !== "none") bar.stop();
      bar.start(total, value, { text });
      active = kind;
    } else {
      bar.setTotal(total);
      bar.update(value, { text });
    }
  };
  const close = () => {
    if (active !== "none") bar.stop();
    active = "none";
  };
  const line = (text: string) => {
    close();
    plain(text);
  };
  return {
    phase: (text) => line(`${text} …`),
    note: (text) => line(`  ${text}`),
    data: (p) => show("data", p.done, p.total ?? p.done, dataText(p)),
    work: (p) => {
      if (isLong(p.task)) show("work", p.done, p.total ?? p.done, dataText(p));
    },
    training: (p) => show("training", p.counters.gStep, steps, trainingText(p, steps)),
    evaluating(p) {
      if (active === "training") bar.update({ text: dataText(p) });
      else show("work", p.done, p.total ?? p.done, dataText(p));
    },
    close,
  };
}

function plainDisplay(steps: number, plain: (text: string) => void): Display {
  let last = Number.NEGATIVE_INFINITY;
  const isLong = longWork();
  const nowAndThen = (text: string, final: boolean) => {
    const now = performance.now() / 1000;
    if (!final && now - last < PLAIN_EVERY) return;
    last = now;
    plain(text);
  };
  return {
    phase: plain,
    note: (text) => plain(`  ${text}`),
    data: (p) => nowAndThen(dataText(p), p.done === p.total),
    work: (p) => {
      if (isLong(p.task)) nowAndThen(dataText(p), p.done === p.total);
    },
    training: (p) => nowAndThen(trainingText(p, steps), p.counters.gStep === steps),
    evaluating: (p) => nowAndThen(dataText(p), false),
    close: () => {},
  };
}

/** `step 300/1500  512 img/s  healthy  D 1.93 G -0.02  σ 1.04  1m 20s left` */
export function trainingText(progress: Progress, steps: number): string {
  const { counters, measures, imagesPerSecond, secondsLeft, verdict } = progress;
  const sigma = largestSigma(measures);
  const evaluated = Object.entries(measures).filter(([name]) => name.startsWith("evaluate/"));
  const number = (value: number | undefined) => (value ?? Number.NaN).toFixed(2);
  return [
    `step ${counters.gStep}/${steps}`,
    imagesPerSecond === null ? "" : `${formatCount(imagesPerSecond)} img/s`,
    verdict === null ? "" : healthWord(verdict.state),
    measures["loss/d"] === undefined
      ? ""
      : `D ${number(measures["loss/d"])} G ${number(measures["loss/g"])}`,
    ...evaluated.map(([key, value]) => resultText(key.slice("evaluate/".length), value)),
    sigma === undefined ? "" : `σ ${number(sigma)}`,
    secondsLeft === null ? "" : `${formatSeconds(secondsLeft)} left`,
  ]
    .filter((part) => part !== "")
    .join("  ");
}

/** Says of a task whether it has taken long enough to be shown. */
function longWork(): (task: string) => boolean {
  let [current, begun] = ["", 0];
  return (task) => {
    const now = performance.now() / 1000;
    if (task !== current) [current, begun] = [task, now];
    return now - begun >= WORK_AFTER;
  };
}

function dataText({ task, done, total, unit }: TaskProgress): string {
  const of = total === null ? "" : ` of ${formatCount(total)}`;
  return escapeControls(`${task}: ${formatCount(done)}${of} ${unit}`);
}

/** A bar of `width` characters, filled up to a share. */
export function drawBar(share: number, width: number): string {
  const full = Math.round(Math.min(Math.max(share, 0), 1) * width);
  return "█".repeat(full) + "░".repeat(width - full);
}
