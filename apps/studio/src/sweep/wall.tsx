/** The samples of all runs in step, over two axes. */
import { useState } from "preact/hooks";
import type {
  SweepAnswer,
  SweepMeasure,
  SweepRunAnswer,
} from "../../../../src/studio/sweeps/answers.ts";
import { StepSlider, sampleAt } from "../run/samples.tsx";
import { addressOf, setQuery } from "../shared/address.ts";
import { formatNumber } from "../shared/format.ts";
import { fileAddress } from "../shared/server.ts";
import {
  type AxisValue,
  axisValueOf,
  type Choice,
  directionOf,
  settingWords,
  valueWords,
} from "./axis-values.ts";
import { Choose } from "./choose.tsx";
import { type Layout, layoutOf, NONE, SIZES } from "./wall-layout.ts";

/** Pictures that are drawn at first. */
const PICTURES = 120;

/** The picture wall with its choices: `rows`, `columns`, `at`, `size` and `step` of the address. */
export function Wall(props: {
  sweep: SweepAnswer;
  measure: SweepMeasure | undefined;
  choices: readonly Choice[];
  query: URLSearchParams;
}) {
  const { sweep, measure, choices, query } = props;
  const layout = layoutOf(choices, query);
  const { rows, columns, fixed, size } = layout;
  const step = query.get("step") === null ? null : Number(query.get("step"));
  const runs = sweep.runs.filter((run) =>
    fixed.every(
      ([{ key }, value]) => value === "" || valueWords(axisValueOf(sweep, run, key)) === value,
    ),
  );
  const steps = [...new Set(runs.flatMap(({ samples }) => samples))].sort((a, b) => a - b);
  const isRow = rows === undefined && columns === undefined;
  const options = choices.map(({ key, label }) => [key, label] as const);
  const free = fixed.flatMap(([choice, value]) => (value === "" ? choice : []));
  const named = (run: SweepRunAnswer) =>
    free.map(({ key, label }) => settingWords(label, axisValueOf(sweep, run, key))).join(", ");
  const cell = (some: readonly SweepRunAnswer[]) =>
    some.map((run) => (
      <Sample
        key={run.name}
        run={run}
        wanted={step}
        common={sampleAt(steps, step)}
        width={SIZES[size]}
        name={some.length > 1 ? named(run) : ""}
        measure={measure}
      />
    ));
  return (
    <section>
      <h2>Samples</h2>
      <div class="tools">
        <Choose
          label="Rows"
          name="rows"
          value={rows?.key ?? NONE}
          usual={layout.usual.rows}
          options={[[NONE, "none"], ...options]}
        />
        <Choose
          label="Columns"
          name="columns"
          value={columns?.key ?? NONE}
          usual={layout.usual.columns}
          options={[[NONE, "none"], ...options]}
        />
        {fixed.map(([choice, value]) => (
          <Fixed key={choice.key} choice={choice} value={value} layout={layout} />
        ))}
        <Choose
          label="Size"
          name="size"
          value={size}
          usual="medium"
          options={Object.keys(SIZES).map((one) => [one, one])}
        />
      </div>
      <StepSlider samples={steps} step={step} />
      {measure && (
        <p class="quiet">
          Below each picture: {measure.title}.
          {isRow && directionOf(sweep, measure) !== null && " The best come first."}
        </p>
      )}
      {isRow ? (
        <Row runs={bestFirst(sweep, runs, measure)} cell={cell} />
      ) : (
        <Grid sweep={sweep} runs={runs} layout={layout} cell={cell} />
      )}
    </section>
  );
}

/** Chooses the value of an axis that is not laid out. */
function Fixed({ choice, value, layout }: { choice: Choice; value: string; layout: Layout }) {
  return (
    <label>
      {choice.label}{" "}
      <select
        value={value}
        onChange={({ currentTarget }) =>
          setQuery({
            at: layout.fixed.map(
              ([{ key }, old]) => `${key}=${key === choice.key ? currentTarget.value : old}`,
            ),
          })
        }
      >
        <option value="">all</option>
        {choice.values.map(valueWords).map((text) => (
          <option key={text} value={text}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

type Cell = (runs: readonly SweepRunAnswer[]) => preact.JSX.Element[];

/** Runs side by side. */
function Row({ runs, cell }: { runs: readonly SweepRunAnswer[]; cell: Cell }) {
  const [most, setMost] = useState(PICTURES);
  return (
    <>
      <div class="pictures">{cell(runs.slice(0, most))}</div>
      {runs.length > most && (
        <button type="button" onClick={() => setMost(most + PICTURES)}>
          Show {Math.min(PICTURES, runs.length - most)} more
        </button>
      )}
    </>
  );
}

/** Runs over two axes. */
function Grid(props: {
  sweep: SweepAnswer;
  runs: readonly SweepRunAnswer[];
  layout: Layout;
  cell: Cell;
}) {
  const { sweep, runs, layout, cell } = props;
  const { rows, columns } = layout;
  const [most, setMost] = useState(PICTURES);
  const is = (run: SweepRunAnswer, choice: Choice | undefined, value: AxisValue) =>
    choice === undefined || axisValueOf(sweep, run, choice.key) === value;
  const down = rows?.values ?? [undefined];
  const across = columns?.values ?? [undefined];
  const drawn = Math.max(1, Math.floor(most / across.length));
  return (
    <>
      <div class="wide">
        <table class="wall">
          <caption>
            {[rows && `${rows.label} down`, columns && `${columns.label} across`]
              .filter(Boolean)
              .join(", ")}
          </caption>
          {columns !== undefined && (
            <thead>
              <tr>
                <td />
                {across.map((value) => (
                  <th key={`${value}`} scope="col">
                    {columns.label} {valueWords(value)}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {down.slice(0, drawn).map((row) => (
              <tr key={`${row}`}>
                <th scope="row">{rows && `${rows.label} ${valueWords(row)}`}</th>
                {across.map((column) => (
                  <td key={`${column}`}>
                    <div class="pictures">
                      {cell(runs.filter((run) => is(run, rows, row) && is(run, columns, column)))}
                    </div>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {down.length > drawn && (
        <button type="button" onClick={() => setMost(most + PICTURES)}>
          Show more rows
        </button>
      )}
    </>
  );
}

/** The picture of a run at a step, or why there is none. */
function Sample(props: {
  run: SweepRunAnswer;
  wanted: number | null;
  /** The step that is said of all. */
  common: number | undefined;
  width: number;
  name: string;
  measure: SweepMeasure | undefined;
}) {
  const { run, wanted, common, width, name, measure } = props;
  const shown = sampleAt(run.samples, wanted);
  const value = measure && run.values[measure.key];
  const words = [
    name,
    shown === undefined || shown === common ? "" : `step ${formatNumber(shown)}`,
    value === undefined ? "" : formatNumber(value),
  ];
  return (
    <figure class="wall-picture" style={{ width: `${width}px` }}>
      {run.id !== null && shown !== undefined ? (
        <a href={addressOf("/run", { id: run.id, step: `${shown}` })} title={run.name}>
          <img
            loading="lazy"
            width={width}
            height={width}
            src={fileAddress(run.id, "sample", { step: `${shown}` })}
            alt={`${run.name}, step ${shown}`}
          />
        </a>
      ) : (
        <p>{run.state}, no samples</p>
      )}
      <figcaption>{words.filter((text) => text !== "").join(", ")}</figcaption>
    </figure>
  );
}

function bestFirst(
  sweep: SweepAnswer,
  runs: readonly SweepRunAnswer[],
  measure: SweepMeasure | undefined,
): readonly SweepRunAnswer[] {
  const direction = measure && directionOf(sweep, measure);
  if (measure === undefined || !direction) return runs;
  const sign = direction === "lower" ? 1 : -1;
  const order = ({ values }: SweepRunAnswer) => sign * (values[measure.key] ?? Number.NaN);
  const isKnown = (run: SweepRunAnswer) => Number.isFinite(order(run));
  return [
    ...runs.filter(isKnown).sort((a, b) => order(a) - order(b)),
    ...runs.filter((run) => !isKnown(run)),
  ];
}
