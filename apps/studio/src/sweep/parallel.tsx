/** All axes of a sweep and a measure side by side, with a line for each point. */
import { useState } from "preact/hooks";
import type {
  SweepAnswer,
  SweepBand,
  SweepMeasure,
  SweepPoint,
} from "../../../../src/studio/sweeps/answers.ts";
import { addressOf } from "../shared/address.ts";
import { formatNumber } from "../shared/format.ts";
import { type AxisValue, type Choice, directionOf, pointWords, SEED } from "./axis-values.ts";
import { Choose } from "./choose.tsx";
import { type Scale, scaleOf } from "./scale.ts";
import { useWidth } from "./use-width.ts";
import { rangeWords } from "./words.ts";

const HEIGHT = 340;
const AROUND = { side: 60, top: 40, bottom: 16 };
/** Pixels between two axes, at least. */
const APART = 116;
/** The part of the points that is drawn thick. */
const PART = 4;

/** A point with its median in the measure. */
interface Line {
  readonly point: SweepPoint;
  readonly place: number;
  readonly median: number;
}

/** An axis of the plot. */
interface Column {
  readonly title: string;
  readonly scale: Scale;
  value(line: Line): AxisValue;
}

/** The parallel coordinates with the choice `part` of the address. */
export function Parallel(props: {
  sweep: SweepAnswer;
  measure: SweepMeasure;
  choices: readonly Choice[];
  query: URLSearchParams;
}) {
  const { sweep, measure, query } = props;
  const choices = props.choices.filter(({ key }) => key !== SEED);
  const lines = sweep.points.flatMap((point, place): Line[] => {
    const band = Object.hasOwn(point.results, measure.key) ? point.results[measure.key] : undefined;
    return band === undefined ? [] : [{ point, place, median: (band as SweepBand).median }];
  });
  if (choices.length === 0 || lines.length < 2) return null;
  const direction = directionOf(sweep, measure);
  const usual = direction === "higher" ? "greatest" : "least";
  const part = query.get("part") ?? usual;
  const sign = part === "greatest" ? -1 : 1;
  const ranked = [...lines].sort((a, b) => sign * (a.median - b.median));
  const thick = part === "none" ? [] : ranked.slice(0, Math.ceil(lines.length / PART));
  const columns: readonly Column[] = [
    ...choices.map(({ key, label, values }) => ({
      title: label,
      scale: scaleOf(values),
      value: ({ point }: Line) => point.values[key],
    })),
    {
      title: measure.title,
      scale: scaleOf(
        lines.map(({ median }) => median),
        { logarithmic: query.get("log") === "1", round: true },
      ),
      value: ({ median }) => median,
    },
  ];
  const words = partWords(thick, lines, choices, measure, part);
  const named = (name: string) =>
    direction === null ? "" : name === usual ? " (the best)" : " (the worst)";
  return (
    <figure class="plot">
      <div class="tools">
        <Choose
          label="Thick lines:"
          name="part"
          usual={usual}
          value={part}
          options={[
            ["least", `least quarter${named("least")}`],
            ["greatest", `greatest quarter${named("greatest")}`],
            ["none", "none"],
          ]}
        />
      </div>
      <Drawing sweep={sweep} columns={columns} lines={lines} thick={thick} measure={measure} />
      <figcaption>{words}</figcaption>
    </figure>
  );
}

/** `The quarter of 12 points with the least fid (10 to 14) has: loss hinge; learningRate 0.001 to 0.01.` */
function partWords(
  thick: readonly Line[],
  lines: readonly Line[],
  choices: readonly Choice[],
  { title }: SweepMeasure,
  part: string,
): string {
  if (thick.length === 0)
    return `${lines.length} points; a line is a point, ${title} the median over its seeds.`;
  const medians = thick.map(({ median }) => median);
  const [least, most] = [Math.min(...medians), Math.max(...medians)].map(formatNumber);
  const values = choices.map(({ key, label }) => {
    const on = (some: readonly Line[]) => some.map(({ point }) => point.values[key]);
    return `${label} ${rangeWords(on(thick), on(lines))}`;
  });
  const range = least === most ? least : `${least} to ${most}`;
  return `The quarter of ${lines.length} points with the ${part} ${title} (median ${range}) has: ${values.join("; ")}.`;
}

function Drawing(props: {
  sweep: SweepAnswer;
  columns: readonly Column[];
  lines: readonly Line[];
  thick: readonly Line[];
  measure: SweepMeasure;
}) {
  const { sweep, columns, lines, thick, measure } = props;
  const [box, room] = useWidth<HTMLDivElement>();
  const [shown, setShown] = useState<Line>();
  const { side, top, bottom } = AROUND;
  const width = Math.max(room, 2 * side + APART * (columns.length - 1));
  const across = (column: number) => side + (column * (width - 2 * side)) / (columns.length - 1);
  const up = (place: number) => HEIGHT - bottom - place * (HEIGHT - top - bottom);
  // the thick ones last, above the others
  const drawn = [...lines.filter((line) => !thick.includes(line)), ...thick];
  const textOf = ({ point, median }: Line) =>
    `${pointWords(sweep, point)}: ${measure.title} ${formatNumber(median)}`;
  return (
    <>
      <div class="wide" ref={box}>
        <svg class="parallel" width={width} height={HEIGHT}>
          <title>{`The axes and ${measure.title}`}</title>
          {drawn.map((line) => (
            <a
              key={line.place}
              href={addressOfPoint(sweep, line.place)}
              class={thick.includes(line) ? "thick" : undefined}
              aria-label={textOf(line)}
              onMouseEnter={() => setShown(line)}
              onFocus={() => setShown(line)}
            >
              <polyline
                points={columns
                  .flatMap(({ scale, value }, i) => {
                    const place = scale.place(value(line));
                    return place === undefined ? [] : [`${across(i)},${up(place)}`];
                  })
                  .join(" ")}
              />
            </a>
          ))}
          {columns.map(({ title, scale }, i) => (
            <g key={title}>
              <line class="axis" x1={across(i)} x2={across(i)} y1={up(0)} y2={up(1)} />
              <ColumnTitle
                title={title}
                x={across(i)}
                note={scale.kind === "log" ? "logarithmic" : ""}
                anchor={i === 0 ? "start" : i === columns.length - 1 ? "end" : "middle"}
              />
              {scale.ticks.map(({ at, text }) => (
                <text key={text} class="on-lines" x={across(i) + 5} y={up(at)} dy="0.35em">
                  {text.length > 14 ? `${text.slice(0, 13)}…` : text}
                </text>
              ))}
            </g>
          ))}
        </svg>
      </div>
      <p class="quiet readout" aria-hidden="true">
        {shown === undefined ? "A line is a point. Point at one to see which." : textOf(shown)}
      </p>
    </>
  );
}

/** The title above an axis, in two lines if it has several words. */
function ColumnTitle(props: {
  title: string;
  x: number;
  note: string;
  anchor: "start" | "middle" | "end";
}) {
  const { title, note, anchor } = props;
  // those at the ends stay within the plot
  const x = props.x + { start: -AROUND.side, middle: 0, end: AROUND.side }[anchor];
  const [first = "", ...rest] = title.split(" ");
  const second = [rest.join(" "), note].filter(Boolean).join(", ");
  return (
    <text text-anchor={anchor} class="title">
      <tspan x={x} y="14">
        {first}
      </tspan>
      <tspan x={x} y="29">
        {second}
      </tspan>
    </text>
  );
}

/** The page of a point's run, or the comparison of its runs. */
function addressOfPoint({ runs }: SweepAnswer, place: number): string {
  const ids = runs.flatMap(({ point, id }) => (point === place && id !== null ? [id] : []));
  const [first] = ids;
  return first !== undefined && ids.length === 1
    ? addressOf("/run", { id: first })
    : addressOf("/compare", { run: ids });
}
