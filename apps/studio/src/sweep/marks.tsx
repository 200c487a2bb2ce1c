/** Marks that are told apart by their shape. */

/** Paths about the origin, for a size of 10 pixels. */
const SHAPES = [
  "M5 0A5 5 0 1 1 -5 0A5 5 0 1 1 5 0Z",
  "M-4.5 -4.5H4.5V4.5H-4.5Z",
  "M0 -6L5.5 4.5H-5.5Z",
  "M0 -6.5L6.5 0L0 6.5L-6.5 0Z",
  "M0 6L5.5 -4.5H-5.5Z",
  "M-5 -5L5 5M5 -5L-5 5",
] as const;

/** Shapes that there are. */
export const MOST_SHAPES = SHAPES.length;

/** The mark of a place. */
export function Mark({ place, x, y }: { place: number; x: number; y: number }) {
  return <path class="mark" d={SHAPES[place % MOST_SHAPES]} transform={`translate(${x} ${y})`} />;
}

/** What marks stand for. */
export function MarkLegend({ title, texts }: { title: string; texts: readonly string[] }) {
  return (
    <ul class="legend" aria-label={title}>
      <li class="quiet">{title}:</li>
      {texts.map((text, place) => (
        <li key={text}>
          <svg width="16" height="16" aria-hidden="true">
            <Mark place={place} x={8} y={8} />
          </svg>{" "}
          {text}
        </li>
      ))}
    </ul>
  );
}
