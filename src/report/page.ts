/** One HTML page that needs nothing else: no network, no files beside it. */
import type { Drawing } from "../plots/index.ts";
import { escapeHtml, nameFrom } from "./html.ts";
import { partHtml } from "./parts.ts";
import { script, style } from "./style.ts";

/** What a page shows. */
export interface Page {
  readonly title: string;
  /** A sentence below the title. */
  readonly about?: string;
  readonly sections: readonly Section[];
}

/** A part of a page with a heading, which its list of contents names. */
export interface Section {
  readonly title: string;
  readonly parts: readonly Part[];
}

/** What stands in a section. All texts are plain text. */
export type Part = Prose | Table | Charts | Image | Frames | Details;

/** A paragraph; `tone` colors it as good, doubtful or bad news. */
export interface Prose {
  readonly kind: "prose";
  readonly text: string;
  readonly tone?: "good" | "doubtful" | "bad";
}

/** Rows of cells; columns of numbers are aligned to the right. */
export interface Table {
  readonly kind: "table";
  readonly caption?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Charts side by side as far as there is room. */
export interface Charts {
  readonly kind: "charts";
  readonly charts: readonly Chart[];
}

/** A drawing with its data. */
export interface Chart {
  /** Names its files; letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** What is to be seen, for those who do not see it. */
  readonly alt: string;
  readonly caption?: string;
  readonly drawing: Drawing;
  /** The numbers that are drawn. */
  readonly csv: string;
}

/** A picture. */
export interface Image {
  readonly kind: "image";
  /** Its address: `data:image/png;base64,…`. */
  readonly source: string;
  readonly alt: string;
  readonly caption?: string;
  /** In its own pixels, so that the page keeps room for it. */
  readonly width: number;
  readonly height: number;
}

/** Pictures over time, one of them shown, with a slider; without scripts the last one. */
export interface Frames {
  readonly kind: "frames";
  readonly title: string;
  readonly frames: readonly (Pick<Image, "source" | "width" | "height"> & {
    /** Such as `step 200`. */
    readonly label: string;
  })[];
}

/** Long text as it is, folded away. */
export interface Details {
  readonly kind: "details";
  readonly summary: string;
  readonly text: string;
}

/** The page as HTML: light or dark as the reader likes it, for wide and narrow screens. */
export function pageHtml({ title, about, sections }: Page): string {
  const anchors = sections.map((section, i) => `${nameFrom(section.title)}-${i + 1}`);
  const contents = sections.map(
    (section, i) => `<li><a href="#${anchors[i]}">${escapeHtml(section.title)}</a></li>`,
  );
  const body = sections.map(
    (section, i) =>
      `<section id="${anchors[i]}"><h2>${escapeHtml(section.title)}</h2>\n` +
      `${section.parts.map(partHtml).join("\n")}</section>`,
  );
  const hasScript = sections.some(({ parts }) =>
    parts.some(({ kind }) => kind === "frames" || kind === "charts"),
  );
  // the policy lets a page load nothing, whatever is in it
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header><h1>${escapeHtml(title)}</h1>
${about === undefined ? "" : `<p>${escapeHtml(about)}</p>`}
${sections.length > 2 ? `<nav aria-label="Contents"><ul>${contents.join("")}</ul></nav>` : ""}</header>
${body.join("\n")}
</main>
${hasScript ? `<script>${script}</script>` : ""}
</body>
</html>
`;
}
