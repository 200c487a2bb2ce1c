/** A closed outline as x, y pairs; the y axis points down. */
export type Contour = readonly (readonly [x: number, y: number])[];

const arcSteps = 48;

/**
 * The outlines of the ten kinds of shape, filled by the even-odd rule.
 *
 * Each is centered on the origin and its bounding box has 1 as the larger side.
 */
export const outlines = {
  disc: normalized([arc(0, 0, 1, 0, 2 * Math.PI)]),
  ring: normalized([arc(0, 0, 1, 0, 2 * Math.PI), arc(0, 0, 0.56, 0, 2 * Math.PI)]),
  square: normalized([rectangle(-1, -1, 1, 1)]),
  triangle: normalized([
    [
      [0, -1],
      [1.1, 1],
      [-1.1, 1],
    ],
  ]),
  diamond: normalized([
    [
      [0, -1],
      [0.62, 0],
      [0, 1],
      [-0.62, 0],
    ],
  ]),
  cross: normalized([plus(0.34)]),
  star: normalized([star(5, 0.44)]),
  crescent: normalized([crescent(0.84, 0.46)]),
  heart: normalized([heart()]),
  arrow: normalized([
    [
      [-1, -0.3],
      [0.05, -0.3],
      [0.05, -0.85],
      [1, 0],
      [0.05, 0.85],
      [0.05, 0.3],
      [-1, 0.3],
    ],
  ]),
} as const satisfies Readonly<Record<string, readonly Contour[]>>;

/** One of the ten kinds of shape. */
export type ShapeKind = keyof typeof outlines;

/** The ten kinds; the position is the class label. */
export const shapeKinds = Object.keys(outlines) as readonly ShapeKind[];

function arc(cx: number, cy: number, radius: number, from: number, to: number): Contour {
  return Array.from({ length: arcSteps + 1 }, (_, i) => {
    const angle = from + ((to - from) * i) / arcSteps;
    return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)] as const;
  });
}

function rectangle(left: number, top: number, right: number, bottom: number): Contour {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

function plus(halfArm: number): Contour {
  const a = halfArm;
  return [
    [-a, -1],
    [a, -1],
    [a, -a],
    [1, -a],
    [1, a],
    [a, a],
    [a, 1],
    [-a, 1],
    [-a, a],
    [-1, a],
    [-1, -a],
    [-a, -a],
  ];
}

function star(points: number, innerRadius: number): Contour {
  return Array.from({ length: 2 * points }, (_, i) => {
    const radius = i % 2 === 0 ? 1 : innerRadius;
    const angle = -Math.PI / 2 + (Math.PI * i) / points;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
}

/** The unit disc without the disc of `radius` whose center lies `shift` to the right. */
function crescent(radius: number, shift: number): Contour {
  const x = (1 - radius * radius + shift * shift) / (2 * shift);
  const outer = Math.acos(x);
  const inner = Math.atan2(Math.sqrt(1 - x * x), x - shift);
  return [
    ...arc(0, 0, 1, outer, 2 * Math.PI - outer),
    ...arc(shift, 0, radius, 2 * Math.PI - inner, inner),
  ];
}

function heart(): Contour {
  return Array.from({ length: arcSteps }, (_, i) => {
    const t = (2 * Math.PI * i) / arcSteps;
    const y = 13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t);
    return [16 * Math.sin(t) ** 3, -y] as const;
  });
}

function normalized(contours: readonly Contour[]): readonly Contour[] {
  const xs = contours.flatMap((contour) => contour.map(([x]) => x));
  const ys = contours.flatMap((contour) => contour.map(([, y]) => y));
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const scale = 1 / Math.max(right - left, bottom - top);
  const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
  return contours.map((contour) =>
    contour.map(([x, y]) => [(x - cx) * scale, (y - cy) * scale] as const),
  );
}
