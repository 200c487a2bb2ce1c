/** A measure of each run over an axis. */
import type { SweepAnswer, SweepMeasure } from "../../../../src/studio/sweeps/answers.ts";
import { axisValueOf, type Choice, valueWords } from "./axis-values.ts";
import { Choose } from "./choose.tsx";
import { MarkLegend, MOST_SHAPES } from "./marks.tsx";
import { scaleOf } from "./scale.ts";
import { ScatterDrawing } from "./scatter-drawing.tsx";
import { scatterWords } from "./words.ts";

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
        <ScatterDrawing
          dots={dots}
          x={x}
          xScale={scaleOf(x.values)}
          shapes={marks?.values.length ?? 1}
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
