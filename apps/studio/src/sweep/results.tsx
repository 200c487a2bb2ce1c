/** What came of each point of a sweep, over its seeds. */
import { useState } from "preact/hooks";
import type {
  SweepAnswer,
  SweepBand,
  SweepMeasure,
  SweepPoint,
} from "../../../../src/studio/sweeps/answers.ts";
import { addressOf, setQuery } from "../shared/address.ts";
import { formatNumber } from "../shared/format.ts";
import { directionOf, valueWords } from "./axis-values.ts";

/** Measures that are shown without being asked, and rows that are drawn before the rest is asked for. */
const [MOST, ROWS] = [4, 100];

/** A point with the runs that it has. */
interface Row {
  readonly place: number;
  readonly point: SweepPoint;
  /** The `id`s of runs that have begun. */
  readonly ids: readonly string[];
  readonly runs: number;
  /** Runs that have come to something. */
  readonly ended: number;
}

/** The table over the axes: of each measure the median, and from the least to the greatest. */
export function Results(props: {
  sweep: SweepAnswer;
  /** Keys of measures; empty: the main ones. */
  chosen: readonly string[];
  sort: string;
}) {
  const { sweep, chosen, sort } = props;
  const wanted = sweep.measures.filter(({ key }) => chosen.includes(key));
  const measures =
    wanted.length > 0 ? wanted : sweep.measures.filter(({ isShown }) => isShown).slice(0, MOST);
  const rows = sorted(rowsOf(sweep), sort);
  const best = new Map(measures.map((measure) => [measure.key, bestPoint(sweep, measure)]));
  const [most, setMost] = useState(ROWS);
  return (
    <section>
      <h2>Results</h2>
      <p>
        The median over the seeds of runs that have ended, then the least and the greatest value. ★
        is the best median.
      </p>
      <MeasureChooser all={sweep.measures} shown={measures} />
      <div class="wide">
        <table>
          <thead>
            <tr>
              {sweep.axes.map(({ key, label, keys }) => (
                <Head key={key} name={key} title={label} sort={sort} hint={keys.join(", ")} />
              ))}
              <th class="number">ended</th>
              {measures.map((measure) => (
                <Head
                  key={measure.key}
                  name={measure.key}
                  title={measure.title}
                  sort={sort}
                  hint={hintOf(sweep, measure)}
                  isNumber
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map((row) => (
              <tr key={row.place}>
                {sweep.axes.map(({ key }) => (
                  <td key={key}>{valueWords(row.point.values[key])}</td>
                ))}
                <td class="number">
                  <RunsLink {...row} />
                </td>
                {measures.map((measure) => (
                  <td key={measure.key} class="number">
                    <Band
                      band={row.point.results[measure.key]}
                      ended={row.ended}
                      isBest={row.point === best.get(measure.key)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most && (
        <button type="button" onClick={() => setMost(most + ROWS)}>
          Show {Math.min(ROWS, rows.length - most)} more
        </button>
      )}
    </section>
  );
}

function rowsOf(sweep: SweepAnswer): readonly Row[] {
  const rows = sweep.points.map((point, place) => ({
    place,
    point,
    ids: [] as string[],
    runs: 0,
    ended: 0,
  }));
  for (const { point, id, values } of sweep.runs) {
    const row = rows[point];
    if (row === undefined) continue;
    row.runs++;
    if (Object.keys(values).length > 0) row.ended++;
    if (id !== null) row.ids.push(id);
  }
  return rows;
}

/** Rows by an axis or by medians of a measure; `-` before the key: descending. What has no value comes last. */
function sorted(rows: readonly Row[], sort: string): readonly Row[] {
  if (sort === "") return rows;
  const key = sort.replace(/^-/, "");
  const sign = sort.startsWith("-") ? -1 : 1;
  const order = ({ point }: Row) => point.results[key]?.median ?? point.values[key];
  return [...rows].sort((a, b) => {
    const [left, right] = [order(a), order(b)];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    if (typeof left === "number" && typeof right === "number") return sign * (left - right);
    return sign * `${left}`.localeCompare(`${right}`, "en", { numeric: true });
  });
}

const hintOf = (sweep: SweepAnswer, measure: SweepMeasure) => {
  const direction = directionOf(sweep, measure);
  const better = direction === null ? [] : [`${direction} is better`];
  return [`at step ${formatNumber(measure.gStep)}`, ...better].join(", ");
};

function bestPoint(sweep: SweepAnswer, measure: SweepMeasure): SweepPoint | undefined {
  const direction = directionOf(sweep, measure);
  const known = sweep.points.filter(({ results }) => Object.hasOwn(results, measure.key));
  if (direction === null || known.length < 2) return undefined;
  const sign = direction === "lower" ? 1 : -1;
  const median = ({ results }: SweepPoint) => (results[measure.key] as SweepBand).median;
  return known.reduce((best, one) => (sign * (median(one) - median(best)) < 0 ? one : best));
}

function Head(props: {
  name: string;
  title: string;
  sort: string;
  hint: string;
  isNumber?: boolean;
}) {
  const { name, title, sort, hint, isNumber = false } = props;
  const isSorted = sort.replace(/^-/, "") === name;
  const order = !isSorted ? "none" : sort.startsWith("-") ? "descending" : "ascending";
  const next = order === "none" ? name : order === "ascending" ? `-${name}` : null;
  return (
    <th aria-sort={order} class={isNumber ? "number" : undefined}>
      <button type="button" class="head" title={hint} onClick={() => setQuery({ sort: next })}>
        {title}
        {{ none: "", ascending: " ↑", descending: " ↓" }[order]}
      </button>
    </th>
  );
}

/** `3 of 5` that have ended, as a link to the runs. */
function RunsLink({ ids, runs, ended }: Row) {
  const text = ended === runs ? `${runs}` : `${ended} of ${runs}`;
  if (ids.length === 0) return <span>{text}</span>;
  const [only] = ids;
  const address =
    ids.length === 1
      ? addressOf("/run", { id: only as string })
      : addressOf("/compare", { run: ids });
  return (
    <a href={address} title={ids.length === 1 ? "To the run" : "Compare the runs"}>
      {text}
    </a>
  );
}

/** The median of a point with its spread; of how many runs, where not all that have ended have a finite value. */
function Band(props: { band: SweepBand | undefined; ended: number; isBest: boolean }) {
  const { band, ended, isBest } = props;
  if (band === undefined) return <span class="quiet">–</span>;
  const { median, mean, std, least, most } = band;
  const spread = std === null ? "" : ` ± ${formatNumber(std)}`;
  return (
    <span title={`mean ${formatNumber(mean)}${spread}, of ${band.runs} runs`}>
      {isBest && "★ "}
      <b>{formatNumber(median)}</b>
      {least < most && (
        <small class="quiet">
          {" "}
          {formatNumber(least)} to {formatNumber(most)}
        </small>
      )}
      {band.runs < ended && <small class="quiet"> of {band.runs}</small>}
    </span>
  );
}

function MeasureChooser(props: { all: readonly SweepMeasure[]; shown: readonly SweepMeasure[] }) {
  const { all, shown } = props;
  const keys = shown.map(({ key }) => key);
  return (
    <details class="chooser">
      <summary>Measures</summary>
      <div>
        {all.map(({ key, title }) => (
          <label key={key}>
            <input
              type="checkbox"
              checked={keys.includes(key)}
              onChange={({ currentTarget: { checked } }) =>
                setQuery({
                  measure: checked ? [...keys, key] : keys.filter((one) => one !== key),
                })
              }
            />{" "}
            {title}
          </label>
        ))}
      </div>
    </details>
  );
}
