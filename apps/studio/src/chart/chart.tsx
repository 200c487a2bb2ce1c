/** Curves on a canvas, with a legend of values, a sentence for each and files to save. */
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import type { CurveGroupInfo } from "../../../../src/studio/api.ts";
import { formatNumber } from "../shared/format.ts";
import {
  type ChartSeries,
  csvOf,
  describeSeries,
  mainRange,
  positionsOf,
  smoothed,
  valueAt,
} from "./series.ts";
import { svgOf } from "./svg.ts";

/** How all charts of a page are drawn. */
export interface ChartView {
  readonly xLabel: string;
  /** The weight of smoothing, 0 to below 1. */
  readonly smoothing: number;
  readonly logarithmic: boolean;
  /** Whether the axis is chosen by most values. */
  readonly main: boolean;
  /** A position to mark. */
  readonly mark: number | null;
  onPick(position: number): void;
  onZoom(from: number, to: number): void;
  onWhole(): void;
}

/** What the values are to be compared with. */
export type Reference = CurveGroupInfo["reference"] & {};

const HEIGHT = 230;
/** Rows of the table of values. */
const ROWS = 20;

/** A chart. */
export function Chart(props: {
  title: string;
  unit: string;
  series: readonly ChartSeries[];
  /** A value that is drawn as a line. */
  reference?: Reference | null;
  view: ChartView;
}) {
  const { title, unit, series, reference, view } = props;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(view);
  latest.current = view;
  const drawn = useRef(series);
  drawn.current = series;
  const [cursor, setCursor] = useState<number | null>(null);
  const scheme = useScheme();
  const shape = JSON.stringify([
    series.map(({ name, color, low }) => [name, color, low !== undefined]),
    ...[view.logarithmic, view.main, view.xLabel, scheme],
  ]);

  useEffect(() => {
    const target = place.current as HTMLDivElement;
    const made = new uPlot(optionsOf(target, props, latest, drawn, setCursor), [[]], target);
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: target.clientWidth, height: HEIGHT }),
    );
    observer.observe(target);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [shape]);
  useEffect(
    () => plot.current?.setData(tableOf(series, view.smoothing)),
    [series, view.smoothing, shape],
  );
  useEffect(() => plot.current?.redraw(false), [view.mark]);

  const at = cursor ?? view.mark;
  return (
    <figure class="chart">
      <figcaption>
        <span>
          {title} {unit !== "" && unit !== title && <span class="quiet">{unit}</span>}
        </span>
        <Files title={title} series={series} reference={reference} view={view} place={place} />
      </figcaption>
      <div ref={place} role="img" aria-label={series.slice(0, 12).map(describeSeries).join(". ")} />
      <ul class="legend">
        {series.map((one) => {
          const value =
            at === null ? (one.y.findLast((each) => each !== null) ?? null) : valueAt(one, at);
          return (
            <li key={one.name}>
              <svg class="swatch" width="10" height="10" aria-hidden="true">
                <rect width="10" height="10" rx="2" fill={one.color} />
              </svg>
              {one.name} <b>{value === null ? "–" : formatNumber(value)}</b>
            </li>
          );
        })}
        {reference && (
          <li class="quiet">
            – – {reference.label} <b>{formatNumber(reference.value)}</b>
          </li>
        )}
      </ul>
      <Values label={view.xLabel} series={series} />
    </figure>
  );
}

/** The values of a chart as a table, evenly spread over it. */
function Values({ label, series }: { label: string; series: readonly ChartSeries[] }) {
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary class="quiet">Values</summary>
      {open && (
        <div class="wide">
          <table>
            <thead>
              <tr>
                <th>{label}</th>
                {series.map(({ name }) => (
                  <th key={name} class="number">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {positionsOf(series, ROWS).map((at) => (
                <tr key={at}>
                  <th scope="row">{formatNumber(at)}</th>
                  {series.map((one) => {
                    const value = valueAt(one, at);
                    return (
                      <td key={one.name} class="number">
                        {value === null ? "" : formatNumber(value)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

/** Saves what is drawn. */
function Files(props: {
  title: string;
  series: readonly ChartSeries[];
  reference: Reference | null | undefined;
  view: ChartView;
  place: { readonly current: HTMLDivElement | null };
}) {
  const { title, series, reference, place } = props;
  const { xLabel: label, smoothing, logarithmic, main } = props.view;
  const name = title.replaceAll(/[^\w-]+/g, "-");
  return (
    <span class="files">
      <button
        type="button"
        aria-label={`CSV of ${title}`}
        onClick={() => save(`${name}.csv`, new Blob([csvOf(label, series)], { type: "text/csv" }))}
      >
        CSV
      </button>
      <button
        type="button"
        aria-label={`SVG of ${title}`}
        onClick={() => {
          const drawing = { title, xLabel: label, series, smoothing, logarithmic, main, reference };
          save(`${name}.svg`, new Blob([svgOf(drawing)], { type: "image/svg+xml" }));
        }}
      >
        SVG
      </button>
      <button
        type="button"
        aria-label={`PNG of ${title}`}
        onClick={() =>
          place.current
            ?.querySelector("canvas")
            ?.toBlob((blob) => blob && save(`${name}.png`, blob))
        }
      >
        PNG
      </button>
    </span>
  );
}

function save(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Whether the system is light or dark: a canvas does not follow it by itself. */
function useScheme(): string {
  const [scheme, setScheme] = useState(() => schemeNow());
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const update = () => setScheme(schemeNow());
    query.addEventListener("change", update);
    return () => query.removeEventListener("change", update);
  }, []);
  return scheme;
}

const schemeNow = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

/** The curves on common positions: one column each, and two more where it has a band. */
function tableOf(series: readonly ChartSeries[], smoothing: number): uPlot.AlignedData {
  const tables = series.map(({ x, y, low, high }): uPlot.AlignedData => {
    const band = low && high ? [[...low], [...high]] : [];
    return [[...x], [...smoothed(y, smoothing)], ...band];
  });
  if (tables.length === 0) return [[]];
  return tables.length === 1 ? (tables[0] as uPlot.AlignedData) : uPlot.join(tables);
}

function optionsOf(
  target: HTMLElement,
  { series, reference, view }: Parameters<typeof Chart>[0],
  latest: { readonly current: ChartView },
  drawn: { readonly current: readonly ChartSeries[] },
  setCursor: (position: number | null) => void,
): uPlot.Options {
  const style = getComputedStyle(target);
  const [ink, line] = [style.getPropertyValue("--quiet"), style.getPropertyValue("--line")];
  const axis: uPlot.Axis = {
    stroke: ink,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
    font: "11px system-ui, sans-serif",
  };
  const rangeOf = (_: uPlot, least: number, greatest: number): uPlot.Range.MinMax => {
    const main = mainRange(drawn.current, view.logarithmic);
    return main === undefined ? [least, greatest] : [...main];
  };
  const bands: uPlot.Band[] = [];
  const columns: uPlot.Series[] = [{}];
  for (const { name, color, low } of series) {
    columns.push({ label: name, stroke: color, width: 1.5, spanGaps: true, points: { size: 4 } });
    if (low === undefined) continue;
    const hidden: uPlot.Series = { stroke: "transparent", spanGaps: true, points: { show: false } };
    columns.push(hidden, hidden);
    bands.push({ series: [columns.length - 1, columns.length - 2], fill: `${color}2e` });
  }
  return {
    width: target.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    scales: {
      x: { time: false },
      y: { distr: view.logarithmic ? 3 : 1, ...(view.main && { range: rangeOf }) },
    },
    axes: [
      axis,
      {
        ...axis,
        size: 56,
        values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : formatNumber(tick))),
      },
    ],
    series: columns,
    bands,
    cursor: {
      sync: { key: "charts" },
      drag: { x: true, y: false, setScale: false },
      points: { show: false },
    },
    hooks: {
      setCursor: [
        (plot) => {
          const { left, idx } = plot.cursor;
          const inside = left !== undefined && left >= 0 && idx != null;
          setCursor(inside ? (plot.data[0][idx] ?? null) : null);
        },
      ],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width <= 2) return;
          latest.current.onZoom(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      ready: [
        (plot) => {
          plot.over.addEventListener("click", () => {
            const { left, idx } = plot.cursor;
            const position = idx == null ? undefined : plot.data[0][idx];
            if (left !== undefined && position !== undefined) latest.current.onPick(position);
          });
          plot.over.addEventListener("dblclick", () => latest.current.onWhole());
        },
      ],
      draw: [
        (plot) => {
          const { left, top, width, height } = plot.bbox;
          const { mark } = latest.current;
          if (mark !== null) {
            const x = plot.valToPos(mark, "x", true);
            if (x >= left && x <= left + width) dashed(plot.ctx, ink, [x, top, x, top + height]);
          }
          if (reference) {
            const y = plot.valToPos(reference.value, "y", true);
            if (y >= top && y <= top + height) dashed(plot.ctx, ink, [left, y, left + width, y]);
          }
        },
      ],
    },
  };
}

function dashed(
  context: CanvasRenderingContext2D,
  color: string,
  [x, y, toX, toY]: readonly [number, number, number, number],
): void {
  context.save();
  context.strokeStyle = color;
  context.setLineDash([4, 4]);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(toX, toY);
  context.stroke();
  context.restore();
}
