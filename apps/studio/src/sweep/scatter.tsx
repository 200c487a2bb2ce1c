/** A measure of each run over an axis. */
import { useState } from "preact/hooks";
import type {
  SweepAnswer,
  SweepMeasure,
  SweepRunAnswer,
} from "../../../../src/studio/sweeps/answers.ts";
import { addressOf } from "../shared/address.ts";
import { formatNumber } from "../shared/format.ts";
import { axisValueOf, type Choice, SEED, settingWords, valueWords } from "./axis-values.ts";
import { Choose } from "./choose.tsx";
import { Mark, MarkLegend, MOST_SHAPES } from "./marks.tsx";
import { medianOf } from "./median.ts";
import { type Scale, scaleOf } from "./scale.ts";
import { useWidth } from "./use-width.ts";
import { scatterWords } from "./words.ts";

const HEIGHT = 320;
/** Numbers on an axis that have a dash at their median. */
const MOST_MEDIANS = 12;
const AROUND = { left: 62, right: 12, top: 12, bottom: 44 };

/** The scatter plot with its choices: `x`, `marks` and `log` of the address. */
export function Scatter(props: {
  sweep: SweepAnswer;
  measure: SweepMeasure;
  choices: readonly Choice[];
  query: URLSearchParams;
}) {
  const { sweep, measure, choices, query } = props;
  const usual = choices.find(({ values }) => values.every((value) => typeof value === "number"));
  const x = choices.find(({ key }) => key === query.get("x")) ?? usual ?? choices[0];
  const shaped = choices.filter(
    ({ key, values }) => values.length <= MOST_SHAPES && key !== x?.key,
  );
  const marks = shaped.find(({ key }) => key === query.get("marks"));
  if (x === undefined) return <p>All runs have the same settings and seed.</p>;
  const runs = sweep.runs.filter(({ values }) => Object.hasOwn(values, measure.key));
  const dots = runs.map((run) => ({
    run,
    x: axisValueOf(sweep, run, x.key),
    y: run.values[measure.key] as number,
    name: run.name,
    shape: marks === undefined ? 0 : marks.values.indexOf(axisValueOf(sweep, run, marks.key)),
  }));
  const words = scatterWords(dots, x.label, measure.title);
  return (
    <figure class="plot">
      <div class="tools">
        <Choose
          label="over"
          name="x"
          value={x.key}
          usual={(usual ?? choices[0] ?? x).key}
          options={choices.map(({ key, label }) => [key, label])}
        />
        {shaped.length > 0 && (
          <Choose
            label="marks by"
            name="marks"
            value={marks?.key ?? ""}
            options={[["", "nothing"], ...shaped.map(({ key, label }) => [key, label] as const)]}
          />
        )}
      </div>
      {dots.length > 0 && (
        <Drawing
          dots={dots}
          x={x}
          xScale={scaleOf(x.values)}
          yScale={scaleOf(
            dots.map(({ y }) => y),
            { logarithmic: query.get("log") === "1", round: true },
          )}
          measure={measure}
        />
      )}
      {marks !== undefined && (
        <MarkLegend title={marks.label} texts={marks.values.map(valueWords)} />
      )}
      <figcaption>{words}</figcaption>
    </figure>
  );
}

interface RunDot {
  readonly run: SweepRunAnswer;
  readonly x: ReturnType<typeof axisValueOf>;
  readonly y: number;
  readonly name: string;
  readonly shape: number;
}

function Drawing(props: {
  dots: readonly RunDot[];
  x: Choice;
  xScale: Scale;
  yScale: Scale;
  measure: SweepMeasure;
}) {
  const { dots, x, xScale, yScale, measure } = props;
  const [box, width] = useWidth<HTMLDivElement>();
  const [shown, setShown] = useState<RunDot>();
  const { left, right, top, bottom } = AROUND;
  const across = (place: number) => left + place * Math.max(0, width - left - right);
  const up = (place: number) => HEIGHT - bottom - place * (HEIGHT - top - bottom);
  const isFew = xScale.kind === "choice" || x.values.length <= MOST_MEDIANS;
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
          x.values.map((value) => {
            const own = dots.filter((dot) => dot.x === value).map(({ y }) => y);
            const [at, median] = [xScale.place(value), yScale.place(medianOf(own))];
            if (own.length < 2 || at === undefined || median === undefined) return null;
            const [middle, height] = [across(at), up(median)];
            return (
              <line
                key={`${value}`}
                class="median"
                x1={middle - 12}
                x2={middle + 12}
                y1={height}
                y2={height}
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
              <Mark place={dot.shape} x={across(at)} y={up(height)} />
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
