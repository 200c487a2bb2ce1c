/** The drawing of a scatter plot. */
import { useState } from "preact/hooks";
import { medianOf } from "../../../../src/statistics/median.ts";
import type { SweepMeasure, SweepRunAnswer } from "../../../../src/studio/sweeps/answers.ts";
import { addressOf } from "../shared/address.ts";
import { formatNumber } from "../shared/format.ts";
import { type AxisValue, type Choice, SEED, settingWords } from "./axis-values.ts";
import { Mark } from "./marks.tsx";
import type { Scale } from "./scale.ts";
import { useWidth } from "./use-width.ts";

const HEIGHT = 320;
/** Numbers on an axis that have a dash at their median. */
const MOST_MEDIANS = 12;
const AROUND = { left: 62, right: 12, top: 12, bottom: 44 };

/** A run in the plot. */
export interface RunDot {
  readonly run: SweepRunAnswer;
  readonly x: AxisValue;
  readonly y: number;
  readonly name: string;
  /** The place of its mark among those that stand for other values. */
  readonly shape: number;
}

/** Marks of runs, and dashes at the medians where an axis has few values. */
export function ScatterDrawing(props: {
  dots: readonly RunDot[];
  x: Choice;
  /** How many marks there are; those of one value of the axis stand side by side. */
  shapes: number;
  xScale: Scale;
  yScale: Scale;
  measure: SweepMeasure;
}) {
  const { dots, x, shapes, xScale, yScale, measure } = props;
  const [box, width] = useWidth<HTMLDivElement>();
  const [shown, setShown] = useState<RunDot>();
  const { left, right, top, bottom } = AROUND;
  const across = (place: number) => left + place * Math.max(0, width - left - right);
  const up = (place: number) => HEIGHT - bottom - place * (HEIGHT - top - bottom);
  const isFew = xScale.kind === "choice" || x.values.length <= MOST_MEDIANS;
  const gap =
    shapes > 1 ? Math.min(18, (width - left - right) / x.values.length / (shapes + 1)) : 24;
  const aside = (shape: number) => (isFew ? (shape - (shapes - 1) / 2) * gap : 0);
  return (
    <div ref={box}>
      <svg width={width} height={HEIGHT}>
        <title>{`${measure.title} over ${x.label}`}</title>
        {yScale.ticks.map(({ at, text }) => (
          <g key={text}>
            <line class="grid" x1={left} x2={width - right} y1={up(at)} y2={up(at)} />
            <text x={left - 6} y={up(at)} dy="0.35em" text-anchor="end">
              {text}
            </text>
          </g>
        ))}
        {tickRoom(xScale.ticks, (width - left - right) / 7).map(({ at, text }) => (
          <g key={text}>
            <line class="grid" x1={across(at)} x2={across(at)} y1={top} y2={HEIGHT - bottom} />
            <text x={across(at)} y={HEIGHT - bottom + 16} text-anchor="middle">
              {text}
            </text>
          </g>
        ))}
        <text x={(left + width - right) / 2} y={HEIGHT - 8} text-anchor="middle">
          {x.label}
          {xScale.kind === "log" && ", logarithmic"}
        </text>
        {isFew &&
          mediansOf(dots).map(({ key, value, shape, median }) => {
            const [at, height] = [xScale.place(value), yScale.place(median)];
            if (at === undefined || height === undefined) return null;
            const middle = across(at) + aside(shape);
            return (
              <line
                key={key}
                class="median"
                x1={middle - gap / 2}
                x2={middle + gap / 2}
                y1={up(height)}
                y2={up(height)}
              />
            );
          })}
        {dots.map((dot) => {
          const [at, height] = [xScale.place(dot.x), yScale.place(dot.y)];
          if (at === undefined || height === undefined || dot.run.id === null) return null;
          return (
            <a
              key={dot.name}
              href={addressOf("/run", { id: dot.run.id })}
              aria-label={dotWords(dot, x, measure)}
              onMouseEnter={() => setShown(dot)}
              onFocus={() => setShown(dot)}
            >
              <Mark place={dot.shape} x={across(at) + aside(dot.shape)} y={up(height)} />
            </a>
          );
        })}
      </svg>
      <p class="quiet readout" aria-hidden="true">
        {shown === undefined
          ? `A mark is a run${isFew ? ", a dash the median" : ""}. Point at one to see which.`
          : dotWords(shown, x, measure)}
      </p>
    </div>
  );
}

/** The medians of dots at each value of the axis that have the same mark, where there are several. */
function mediansOf(dots: readonly RunDot[]) {
  const groups = new Map<string, RunDot[]>();
  for (const dot of dots) {
    const key = JSON.stringify([dot.x, dot.shape]);
    groups.set(key, [...(groups.get(key) ?? []), dot]);
  }
  return [...groups].flatMap(([key, own]) => {
    const [{ x: value, shape }] = own as [RunDot];
    return own.length < 2 ? [] : { key, value, shape, median: medianOf(own.map(({ y }) => y)) };
  });
}

function dotWords({ name, x: value, y }: RunDot, x: Choice, measure: SweepMeasure): string {
  const setting = x.key === SEED ? "" : `, ${settingWords(x.label, value)}`;
  return `${name}: ${measure.title} ${formatNumber(y)}${setting}`;
}

/** Ticks whose texts have room: every n-th where they would touch. */
function tickRoom(ticks: Scale["ticks"], letters: number): Scale["ticks"] {
  const needed = ticks.reduce((sum, { text }) => sum + text.length + 2, 0);
  const every = Math.max(1, Math.ceil(needed / Math.max(1, letters)));
  return ticks.filter((_, i) => i % every === 0);
}
