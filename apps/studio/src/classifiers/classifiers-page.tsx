/** The classifiers: what they are, how they are trained, and what they tell right. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { ClassifierSummary, RunCurves } from "../../../../src/studio/api.ts";
import { Chart } from "../chart/chart.tsx";
import { ChartTools, chartSettings, chartView } from "../chart/chart-tools.tsx";
import { colorAt } from "../chart/series.ts";
import { setQuery, useAddress } from "../shared/address.ts";
import { formatNumber } from "../shared/format.ts";
import { Problem } from "../shared/parts.tsx";
import {
  classifierReportAddress,
  fetchClassifierCurves,
  fetchClassifiers,
} from "../shared/server.ts";

/** Milliseconds between two looks while one is trained, and otherwise. */
const [SOON, LATER] = [2000, 30_000];

/** The page `/classifiers?id=…`: all of them, and the curves of the chosen ones. */
export function ClassifiersPage() {
  const { query } = useAddress();
  const chosen = query.getAll("id");
  const [all, error] = useClassifiers();
  if (all === undefined) {
    return (
      <main class="page">{error === undefined ? <p>Loading …</p> : <Problem error={error} />}</main>
    );
  }
  const abouts = [...new Set(all.flatMap(({ about }) => Object.keys(about)))];
  return (
    <main class="page">
      <h1>Classifiers</h1>
      <Problem error={error} />
      {all.length === 0 ? (
        <p>
          There are none below the studio's folders. <code>npx evenkeel classify train</code> trains
          one.
        </p>
      ) : (
        <div class="wide">
          <table>
            <thead>
              <tr>
                <th>
                  <span class="hidden">curves</span>
                </th>
                <th>classifier</th>
                <th>status</th>
                {abouts.map((about) => (
                  <th key={about}>{about}</th>
                ))}
                <th class="number">step</th>
                <th class="number">loss</th>
                <th class="number">held-out accuracy</th>
              </tr>
            </thead>
            <tbody>
              {all.map((one) => (
                <Row key={one.id} one={one} abouts={abouts} chosen={chosen} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {chosen.length > 0 && <Curves chosen={chosen} all={all} />}
    </main>
  );
}

function Row(props: {
  one: ClassifierSummary;
  abouts: readonly string[];
  chosen: readonly string[];
}) {
  const { one, abouts, chosen } = props;
  const { id, status, reason, about, step, steps, loss, accuracy, hasReport } = one;
  const isChosen = chosen.includes(id);
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={`Curves of ${id}`}
          checked={isChosen}
          onChange={() =>
            setQuery({ id: isChosen ? chosen.filter((other) => other !== id) : [...chosen, id] })
          }
        />
      </td>
      <td>
        {hasReport ? (
          <a href={classifierReportAddress(id)} target="_blank" rel="noreferrer">
            {id}
          </a>
        ) : (
          id
        )}
      </td>
      <td>
        <span class={`status ${status}`} title={reason ?? undefined}>
          {status}
        </span>
      </td>
      {abouts.map((key) => (
        <td key={key}>{about[key]}</td>
      ))}
      <td class="number">
        {formatNumber(step)} of {formatNumber(steps)}
      </td>
      <td class="number">{loss === null ? "" : formatNumber(loss)}</td>
      <td class="number">{accuracy === null ? "" : `${formatNumber(100 * accuracy)} %`}</td>
    </tr>
  );
}

/** The curves of the chosen ones in common charts, a color each. */
function Curves(props: { chosen: readonly string[]; all: readonly ClassifierSummary[] }) {
  const { chosen, all } = props;
  const { query } = useAddress();
  const settings = chartSettings(query);
  const [found, setFound] = useState<readonly (readonly [string, RunCurves])[]>([]);
  const steps = all.filter(({ id }) => chosen.includes(id)).map(({ step }) => step);
  useEffect(() => {
    let current = true;
    const asked = chosen.map(async (id) => [id, await fetchClassifierCurves(id)] as const);
    void Promise.allSettled(asked).then((answers) => {
      const known = answers.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      if (current) setFound(known);
    });
    return () => {
      current = false;
    };
  }, [JSON.stringify([chosen, steps])]);
  const { from, to } = settings;
  const charts = useMemo(() => chartsOf(found, from, to), [found, from, to]);
  return (
    <section>
      <h2>Curves</h2>
      <ChartTools settings={settings} hasAxes={false} />
      <div class="charts">
        {charts.map((chart) => (
          <Chart
            key={chart.title}
            {...chart}
            view={{ ...chartView(settings, null), xLabel: "training steps" }}
          />
        ))}
      </div>
    </section>
  );
}

/** A chart for each measure, of the steps from `from` to `to`. */
function chartsOf(
  found: readonly (readonly [string, RunCurves])[],
  from: string | null,
  to: string | null,
) {
  const [first] = found;
  if (first === undefined) return [];
  const isShown = (at: number) =>
    (from === null || at >= Number(from)) && (to === null || at <= Number(to));
  return Object.entries(first[1].groups).flatMap(([group, { title, unit }]) => {
    const names = Object.entries(first[1].curves).filter(([, curve]) => curve.group === group);
    return names.map(([name]) => ({
      title: name.startsWith("heldOut/") ? `${title}, held out` : title,
      unit,
      series: found.map(([id, { x, curves }], place) => {
        const places = [...x.keys()].filter((i) => isShown(x[i] as number));
        return {
          ...{ name: id, color: colorAt(place) },
          x: places.map((i) => x[i] as number),
          y: places.map((i) => curves[name]?.y[i] ?? null),
        };
      }),
    }));
  });
}

function useClassifiers(): readonly [readonly ClassifierSummary[] | undefined, unknown] {
  const [state, setState] = useState<readonly [readonly ClassifierSummary[] | undefined, unknown]>([
    undefined,
    undefined,
  ]);
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const answer = await fetchClassifiers().then(
        (all) => [all, undefined] as const,
        (error: unknown) => [undefined, error] as const,
      );
      if (!current) return;
      const [all, error] = answer;
      setState(([before]) => [all ?? before, error]);
      timer = setTimeout(look, all?.some(({ status }) => status === "running") ? SOON : LATER);
    };
    void look();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, []);
  return state;
}
