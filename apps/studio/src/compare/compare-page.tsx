/** Several runs: curves in common charts, pictures in step, and what differs. */
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { RunCurves, RunDetails } from "../../../../src/studio/api.ts";
import { Chart, type Reference } from "../chart/chart.tsx";
import { type ChartSettings, ChartTools, chartSettings, chartView } from "../chart/chart-tools.tsx";
import { type ChartSeries, colorAt } from "../chart/series.ts";
import { Picture, StepSlider, sampleAt } from "../run/samples.tsx";
import { addressOf, setQuery, useAddress } from "../shared/address.ts";
import { formatNumber } from "../shared/format.ts";
import { Problem } from "../shared/parts.tsx";
import { fetchCurves, fetchRun, fileAddress } from "../shared/server.ts";
import { differingKeys } from "./differing-keys.ts";
import { bandOf, commonName, type SeedGroup, seedGroups } from "./seed-groups.ts";

/** Milliseconds between two looks at runs that are trained. */
const EVERY = 2000;

/** The page `/compare?run=…&run=…`. */
export function ComparePage() {
  const { query } = useAddress();
  const ids = query.getAll("run");
  const settings = chartSettings(query);
  const step = query.get("step") === null ? null : Number(query.get("step"));
  const [runs, error] = useAll(ids, settings);
  const kinds = useMemo(() => seedGroups(runs.map(({ details }) => details.config)), [runs]);
  const hasSeeds = kinds.some(({ places }) => places.length > 1);
  const isBand = hasSeeds && query.get("seeds") !== "each";
  const drawn = useMemo(() => drawnOf(runs, isBand ? kinds : eachOf(runs)), [runs, kinds, isBand]);
  const groups = useMemo(() => groupsOf(runs, drawn), [runs, drawn]);
  if (ids.length === 0) return <main class="page">Choose runs in the list first.</main>;
  if (runs.length === 0) {
    return (
      <main class="page">{error === undefined ? <p>Loading …</p> : <Problem error={error} />}</main>
    );
  }
  const steps = [...new Set(runs.flatMap(({ details }) => details.samples))].sort((a, b) => a - b);
  return (
    <main class="page">
      <h1>{runs.length} runs</h1>
      <Problem error={error} />
      <Table runs={runs} drawn={drawn} />
      <section>
        <h2>Samples</h2>
        <StepSlider samples={steps} step={step} />
        <div class="pictures">
          {runs.map(({ details: { summary, samples } }) => {
            const shown = sampleAt(samples, step);
            return (
              shown !== undefined && (
                <Picture
                  key={summary.id}
                  source={fileAddress(summary.id, "sample", { step: `${shown}` })}
                  caption={`${summary.id}, step ${formatNumber(shown)}`}
                />
              )
            );
          })}
        </div>
      </section>
      <section>
        <h2>Curves</h2>
        <ChartTools settings={settings} />
        {hasSeeds && (
          <p>
            <label>
              <input
                type="checkbox"
                checked={isBand}
                onChange={() => setQuery({ seeds: isBand ? "each" : null })}
              />{" "}
              runs that differ in their seed as one: the mean, and a band from the least to the
              greatest
            </label>
          </p>
        )}
        {groups.map(({ name, first, charts }) => (
          <Group key={name} title={name} open={first}>
            <div class="charts">
              {charts.map((chart) => (
                <Chart key={chart.title} {...chart} unit="" view={chartView(settings, step)} />
              ))}
            </div>
          </Group>
        ))}
      </section>
    </main>
  );
}

interface ComparedRun {
  readonly details: RunDetails;
  readonly curves: RunCurves;
}

interface ComparedGroup {
  readonly name: string;
  readonly first: boolean;
  readonly charts: readonly {
    readonly title: string;
    readonly reference: Reference | null;
    readonly series: readonly ChartSeries[];
  }[];
}

/** A chart for each measure that a run has, by groups, the main ones first; a curve a run, in its color. */
function groupsOf(runs: readonly ComparedRun[], drawn: readonly Drawn[]): readonly ComparedGroup[] {
  const infos = Object.assign(
    {},
    ...runs.map(({ curves }) => curves.groups),
  ) as RunCurves["groups"];
  const names = [...new Set(runs.flatMap(({ curves }) => Object.keys(curves.curves)))];
  const groups = Object.entries(infos).map(([group, { title, first, reference }]) => ({
    name: title,
    first,
    charts: names
      .filter((name) => name.startsWith(`${group}/`))
      .map((name) => ({ title: name, reference, series: seriesOf(runs, drawn, name) })),
  }));
  return groups.sort((a, b) => Number(b.first) - Number(a.first));
}

/** Runs that are drawn as one curve: their places among all, with a name and a color. */
interface Drawn extends SeedGroup {
  readonly name: string;
  readonly color: string;
}

const eachOf = (runs: readonly ComparedRun[]): readonly SeedGroup[] =>
  runs.map((_, place) => ({ places: [place] }));

function drawnOf(runs: readonly ComparedRun[], groups: readonly SeedGroup[]): readonly Drawn[] {
  return groups.map(({ places }, i) => {
    const names = places.map((place) => (runs[place] as ComparedRun).details.summary.id);
    const several = `${commonName(names)}, ${names.length} runs`;
    return { places, name: names.length === 1 ? `${names[0]}` : several, color: colorAt(i) };
  });
}

function seriesOf(
  runs: readonly ComparedRun[],
  drawn: readonly Drawn[],
  measure: string,
): readonly ChartSeries[] {
  return drawn.flatMap(({ places, name, color }): readonly ChartSeries[] => {
    const own = places.flatMap((place): readonly ChartSeries[] => {
      const { curves } = runs[place] as ComparedRun;
      const curve = curves.curves[measure];
      if (curve === undefined) return [];
      const { y, low, high } = curve;
      return [{ ...{ name, color, x: curves.x, y }, ...(low && high && { low, high }) }];
    });
    return own.length > 1 ? [bandOf(name, color, own)] : own;
  });
}

/** Charts that are drawn once they are unfolded. */
function Group(props: { title: string; open: boolean; children: ComponentChildren }) {
  const { title, children } = props;
  const [open, setOpen] = useState(props.open);
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{title}</summary>
      {open && children}
    </details>
  );
}

/** What differs between the runs: keys of their configs, and their results. */
function Table({ runs, drawn }: { runs: readonly ComparedRun[]; drawn: readonly Drawn[] }) {
  const colorOf = (place: number) => drawn.find(({ places }) => places.includes(place))?.color;
  const keys = differingKeys(runs.map(({ details }) => details.config));
  const metrics = [...new Set(runs.flatMap(({ details }) => Object.keys(details.summary.metrics)))];
  const protocols = (metric: string) =>
    new Set(
      runs.flatMap(({ details }) =>
        details.evaluations.filter((one) => one.metric === metric).map((one) => one.protocol),
      ),
    ).size;
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th>
              <span class="hidden">key</span>
            </th>
            {runs.map(({ details: { summary } }, place) => (
              <th key={summary.id}>
                <svg class="swatch" width="10" height="10" aria-hidden="true">
                  <rect width="10" height="10" rx="2" fill={colorOf(place)} />
                </svg>{" "}
                <a href={addressOf("/run", { id: summary.id })}>{summary.id}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row name="status" values={runs.map(({ details }) => details.summary.status)} />
          <Row
            name="step"
            values={runs.map(({ details }) => formatNumber(details.summary.gStep))}
          />
          {keys.map((key) => (
            <Row
              key={key}
              name={key}
              values={runs.map(({ details }) => `${details.config[key] ?? ""}`)}
            />
          ))}
          {metrics.map((metric) =>
            protocols(metric) > 1 ? (
              <Row
                key={metric}
                name={metric}
                values={runs.map(() => "not comparable: the protocols differ")}
              />
            ) : (
              <Row
                key={metric}
                name={`${metric}, best`}
                values={runs.map(({ details }) => {
                  const found = details.summary.metrics[metric];
                  return found === undefined ? "" : formatNumber(found.best);
                })}
              />
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Row({ name, values }: { name: string; values: readonly string[] }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {values.map((value, i) => (
        <td key={i}>{value}</td>
      ))}
    </tr>
  );
}

/** The runs with their curves; looked at again while one of them is trained. */
function useAll(
  ids: readonly string[],
  { axis, from, to }: ChartSettings,
): readonly [readonly ComparedRun[], unknown] {
  const [state, setState] = useState<readonly [readonly ComparedRun[], unknown]>([[], undefined]);
  const asked = JSON.stringify(ids);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    const look = async () => {
      const answers = await Promise.allSettled(
        (JSON.parse(asked) as string[]).map(async (id) => ({
          details: await fetchRun(id),
          curves: await fetchCurves(id, { axis, from, to }),
        })),
      );
      if (!current) return;
      // a run that is gone does not hide the others
      const runs = answers.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      const failed = answers.find((one) => one.status === "rejected");
      setState([runs, failed?.reason]);
      const isLive = runs.some(({ details }) => details.summary.status === "running");
      if (failed !== undefined || isLive) timer = setTimeout(look, EVERY);
    };
    void look();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked, axis, from, to]);
  return state;
}
