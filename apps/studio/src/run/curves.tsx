/** The measures of a run as charts, a chart a group. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { RunCurves } from "../../../../src/studio/api.ts";
import { Chart, type Reference } from "../chart/chart.tsx";
import { type ChartSettings, chartView } from "../chart/chart-tools.tsx";
import { type ChartSeries, colorAt } from "../chart/series.ts";
import { Problem } from "../shared/parts.tsx";
import { fetchCurves } from "../shared/server.ts";

/** Milliseconds between two requests of curves that grow. */
const EVERY = 1000;

/** The charts of a run. */
export function Curves(props: {
  id: string;
  settings: ChartSettings;
  step: number | null;
  /** Changes when the run has grown. */
  version: string;
}) {
  const { id, settings, step, version } = props;
  const [curves, error] = useCurves(id, settings, version);
  const charts = useMemo(() => (curves === undefined ? [] : chartsOf(curves)), [curves]);
  if (error !== undefined) return <Problem error={error} />;
  if (curves === undefined) return <p>Loading …</p>;
  if (charts.length === 0) return <p class="quiet">No records yet.</p>;
  const view = chartView(settings, step);
  return (
    <>
      <p class="quiet">{densityText(curves)}</p>
      <div class="charts">
        {charts.map((chart) => (
          <Chart key={chart.title} {...chart} view={view} />
        ))}
      </div>
    </>
  );
}

/** What a point stands for, unless the curves are exact. */
function densityText({ perPoint, every }: RunCurves): string {
  if (every > 1) return `About one of ${every} records is drawn. Zoom in for all of them.`;
  if (perPoint === 1) return "";
  return `Lines are means of ${perPoint} records, bands their least and greatest. Zoom in for the exact values.`;
}

interface ChartContent {
  readonly title: string;
  readonly unit: string;
  readonly series: readonly ChartSeries[];
  readonly reference: Reference | null;
}

/** A chart for each group; those whose measures are apart have one for each measure. */
function chartsOf({ x, curves, groups }: RunCurves): readonly ChartContent[] {
  return Object.entries(groups).flatMap(([group, { title, unit, apart, reference }]) => {
    const members = Object.entries(curves).filter(([, curve]) => curve.group === group);
    const seriesOf = ([name, { y, low, high }]: (typeof members)[number], place: number) => ({
      name: name.replace(`${group}/`, ""),
      color: colorAt(place),
      ...{ x, y },
      ...(low && high && { low, high }),
    });
    if (apart) {
      return members.map((one) => ({ title: one[0], unit, reference, series: [seriesOf(one, 0)] }));
    }
    return [{ title, unit, reference, series: members.map(seriesOf) }];
  });
}

function useCurves(
  id: string,
  { axis, from, to }: ChartSettings,
  version: string,
): readonly [RunCurves | undefined, unknown] {
  const [state, setState] = useState<readonly [RunCurves | undefined, unknown]>([
    undefined,
    undefined,
  ]);
  const slow = useThrottled(version);
  useEffect(() => {
    let current = true;
    fetchCurves(id, { axis, from, to }).then(
      (curves) => current && setState([curves, undefined]),
      (error: unknown) => current && setState(([before]) => [before, error]),
    );
    return () => {
      current = false;
    };
  }, [id, axis, from, to, slow]);
  return state;
}

/** A value that changes once in {@link EVERY} at most; the last change is not lost. */
function useThrottled<T>(value: T): T {
  const [shown, setShown] = useState(value);
  const [since, setSince] = useState(0);
  useEffect(() => {
    if (shown === value) return;
    const timer = setTimeout(
      () => {
        setShown(value);
        setSince(Date.now());
      },
      Math.max(0, since + EVERY - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [value, shown, since]);
  return shown;
}
