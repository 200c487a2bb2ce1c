/** What all plots share: colors, words and numbers. */
import { escapeControls } from "../text.ts";

/** The colors of frames and words. */
export const inks = {
  frame: "#d9dde4",
  axes: "#eef0f4",
  title: "#1f2933",
  caption: "#6b7480",
} as const;

/** A drawing as an SVG document of its own. */
export interface Drawing {
  readonly svg: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** The fonts of all words. */
export const fontFamily = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/** A document with `content` on white. The words in it need a font that the system knows. */
export function drawing(width: number, height: number, content: string): Drawing {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" ` +
    `font-family="${fontFamily}">` +
    `<rect width="100%" height="100%" fill="#fff"/>${content}</svg>`;
  return { svg, width, height };
}

/** A plot's title above its frame, whose upper left corner is the origin; long ones get smaller. */
export function drawTitle(title: string, width: number): string {
  const fitting = (1.7 * width) / Math.max(1, title.length);
  return (
    `<text x="${fixed(width / 2)}" y="-10" text-anchor="middle" font-weight="bold" ` +
    `font-size="${fixed(Math.min(15, fitting))}" fill="${inks.title}">${escaped(title)}</text>`
  );
}

/** A frame around the rectangle whose upper left corner is the origin. */
export function drawFrame(width: number, height: number): string {
  return `<rect x="-0.5" y="-0.5" width="${width + 1}" height="${height + 1}" fill="none" stroke="${inks.frame}"/>`;
}

/** The size of all words but titles. */
export const fontSize = 12;

/** A coordinate with one or two digits after the point. */
export const fixed = (value: number) => String(Math.round(value * 100) / 100);

/** Text for SVG, where control characters are not allowed. */
export const escaped = (text: string) =>
  escapeControls(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
