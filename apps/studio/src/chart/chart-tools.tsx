/** What all charts of a page are drawn by: the axis, smoothing, logarithm and zoom, kept in the address. */
import type { CurveAxis } from "../../../../src/studio/api.ts";
import { setQuery } from "../shared/address.ts";
import type { ChartView } from "./chart.tsx";

const AXES: Readonly<Record<CurveAxis, string>> = {
  gStep: "generator steps",
  images: "images shown",
  time: "seconds of training",
};

/** How charts are drawn, as the address says. */
export interface ChartSettings {
  readonly axis: CurveAxis;
  readonly from: string | null;
  readonly to: string | null;
  readonly smoothing: number;
  readonly logarithmic: boolean;
  /** Whether the axis is chosen by most values, so that a few do not flatten the rest. */
  readonly main: boolean;
}

/** Reads the settings of an address. */
export function chartSettings(query: URLSearchParams): ChartSettings {
  const axis = query.get("axis") ?? "gStep";
  const smoothing = Number(query.get("smooth") ?? 0);
  return {
    axis: axis in AXES ? (axis as CurveAxis) : "gStep",
    from: query.get("from"),
    to: query.get("to"),
    smoothing: smoothing > 0 && smoothing < 1 ? smoothing : 0,
    logarithmic: query.get("log") === "1",
    main: query.get("range") === "main",
  };
}

/** The view of charts by settings; a click marks a generator step. */
export function chartView(settings: ChartSettings, step: number | null): ChartView {
  const isStep = settings.axis === "gStep";
  return {
    xLabel: AXES[settings.axis],
    smoothing: settings.smoothing,
    logarithmic: settings.logarithmic,
    main: settings.main,
    mark: isStep ? step : null,
    onPick: (position) => isStep && setQuery({ step: `${position}` }),
    onZoom: (from, to) => setQuery({ from: `${Math.round(from)}`, to: `${Math.round(to)}` }),
    onWhole: () => setQuery({ from: null, to: null }),
  };
}

/** The tools above charts; `hasAxes`: whether the axis can be chosen, which is the default. */
export function ChartTools(props: { settings: ChartSettings; hasAxes?: boolean }) {
  const { settings, hasAxes = true } = props;
  const { axis, from, smoothing, logarithmic, main } = settings;
  return (
    <div class="tools">
      {hasAxes && (
        <label>
          over{" "}
          <select
            value={axis}
            onChange={({ currentTarget: { value } }) =>
              setQuery({ axis: value, from: null, to: null })
            }
          >
            {Object.entries(AXES).map(([key, title]) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        smoothing{" "}
        <input
          type="range"
          min="0"
          max="0.99"
          step="0.01"
          value={smoothing}
          onInput={({ currentTarget: { value } }) =>
            setQuery({ smooth: value === "0" ? null : value })
          }
        />{" "}
        {smoothing.toFixed(2)}
      </label>
      <label>
        <input
          type="checkbox"
          checked={logarithmic}
          onChange={() => setQuery({ log: logarithmic ? null : "1" })}
        />{" "}
        logarithmic
      </label>
      <label>
        <input
          type="checkbox"
          checked={main}
          onChange={() => setQuery({ range: main ? null : "main" })}
        />{" "}
        without outliers
      </label>
      {from !== null && (
        <button type="button" onClick={() => setQuery({ from: null, to: null })}>
          Whole range
        </button>
      )}
      <span class="quiet hint">Drag over a chart to zoom, click to mark a step.</span>
    </div>
  );
}
