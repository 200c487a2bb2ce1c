/** A color as R, G, B, each 0 … 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The colors a shape can have: saturated and far apart. */
export const shapeColors = {
  red: [226, 28, 44],
  orange: [250, 128, 12],
  yellow: [255, 214, 10],
  green: [40, 178, 84],
  cyan: [0, 196, 222],
  blue: [36, 84, 228],
  purple: [150, 58, 214],
  pink: [248, 78, 172],
} as const satisfies Readonly<Record<string, Rgb>>;

/** The colors behind a shape: pale or dark, hardly saturated. */
export const backgroundColors = {
  white: [246, 244, 240],
  sand: [226, 210, 180],
  sky: [188, 212, 234],
  slate: [48, 58, 80],
  midnight: [16, 20, 40],
} as const satisfies Readonly<Record<string, Rgb>>;

/** The name of a shape's color. */
export type ShapeColor = keyof typeof shapeColors;
/** The name of a background's color. */
export type BackgroundColor = keyof typeof backgroundColors;

/** The names of the shape colors, in a fixed order. */
export const shapeColorNames = Object.keys(shapeColors) as readonly ShapeColor[];
/** The names of the background colors, in a fixed order. */
export const backgroundColorNames = Object.keys(backgroundColors) as readonly BackgroundColor[];

const leastContrast = 2;

/** The backgrounds on which each color is easy to see: a contrast ratio of 2 or more, everywhere. */
export const backgroundsFor = Object.fromEntries(
  shapeColorNames.map((color) => [
    color,
    backgroundColorNames.filter((name) => {
      const ends = [backgroundColors[name], gradientEnd(backgroundColors[name])];
      return ends.every((end) => contrast(shapeColors[color], end) >= leastContrast);
    }),
  ]),
) as unknown as Readonly<Record<ShapeColor, readonly BackgroundColor[]>>;

/** The other end of a soft gradient that starts at `color`: a dark one is lit, a pale one shaded. */
export function gradientEnd(color: Rgb): Rgb {
  return luminance(color) < 0.2 ? mix(color, [255, 255, 255], 0.14) : mix(color, [0, 0, 0], 0.2);
}

/** `from` at 0, `to` at 1. */
export function mix(from: Rgb, to: Rgb, amount: number): Rgb {
  return [
    from[0] + (to[0] - from[0]) * amount,
    from[1] + (to[1] - from[1]) * amount,
    from[2] + (to[2] - from[2]) * amount,
  ];
}

/** The contrast ratio of two colors, 1 … 21. @see WCAG 2.2, "contrast ratio". */
export function contrast(a: Rgb, b: Rgb): number {
  const [la, lb] = [luminance(a), luminance(b)];
  return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(value: number): number {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}
