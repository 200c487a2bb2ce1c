/** The parts of a page as HTML. */

import type { Chart, Charts, Entry, Fact, Frames, Image, Part, Table } from "./content.ts";
import { escapeHtml, textAddress } from "./html.ts";

/** A part of a section. */
export function partHtml(part: Part): string {
  switch (part.kind) {
    case "prose": {
      const tone = part.tone === undefined ? "" : ` class="${part.tone}"`;
      return `<p${tone}>${escapeHtml(part.text)}</p>`;
    }
    case "facts":
      return factsHtml(part.facts);
    case "table":
      return tableHtml(part);
    case "charts":
      return chartsHtml(part);
    case "entries":
      return `<div class="entries">${part.entries.map(entryHtml).join("\n")}</div>`;
    case "image":
      return imageHtml(part);
    case "frames":
      return framesHtml(part);
    case "details":
      return foldHtml("", part.summary, `<pre>${escapeHtml(part.text)}</pre>`);
    case "fold":
      return foldHtml(' class="fold"', part.summary, part.parts.map(partHtml).join("\n"));
  }
}

function tableHtml({ caption, head, rows }: Table): string {
  const classes = head.map((_, column) =>
    column > 0 && rows.length > 0 && rows.every((row) => isNumeric(row[column]))
      ? ' class="number"'
      : "",
  );
  const headings = head.map(
    (cell, column) => `<th scope="col"${classes[column]}>${escapeHtml(cell)}</th>`,
  );
  const lines = rows.map((row) => {
    const cells = row.map((cell, column) => cellHtml(cell, column, classes[column] ?? ""));
    return `<tr>${cells.join("")}</tr>`;
  });
  return (
    `<div class="wide"><p class="hint" aria-hidden="true" hidden>The table goes on: scroll it sideways →</p>` +
    `<div class="table" tabindex="0" role="region" aria-label="${escapeHtml(caption ?? head.join(", "))}"><table>` +
    `${caption === undefined ? "" : `<caption>${escapeHtml(caption)}</caption>`}` +
    `<thead><tr>${headings.join("")}</tr></thead>\n<tbody>${lines.join("\n")}</tbody></table></div></div>`
  );
}

/** Numbers, numbers as texts, and the dash of a number that is not there. */
const isNumeric = (cell: string | number | undefined) =>
  typeof cell === "number" || /^(–|[-−]?[\d.,]+(e[-+]?\d+)?|[-−]?∞)$/.test(cell ?? "");

function cellHtml(cell: string | number, column: number, class_: string): string {
  const text = escapeHtml(String(cell));
  return column === 0 ? `<th scope="row">${text}</th>` : `<td${class_}>${text}</td>`;
}

const foldHtml = (attributes: string, summary: string, content: string) =>
  `<details${attributes}><summary>${escapeHtml(summary)}</summary>${content}</details>`;

function chartsHtml({ charts }: Charts): string {
  const drawn = charts.flatMap((chart) => drawnHtml(chart));
  const told = charts.filter(({ drawing }) => drawing === null);
  return [
    drawn.length > 0 && `<div class="charts">${drawn.join("\n")}</div>`,
    told.length > 0 && `<ul class="told">${told.map(toldHtml).join("\n")}</ul>`,
  ]
    .filter((part) => part !== false)
    .join("\n");
}

function drawnHtml(chart: Chart): readonly string[] {
  const { name, alt, caption, drawing } = chart;
  if (drawing === null) return [];
  const words = caption === undefined ? "" : `${escapeHtml(caption)} `;
  return [
    `<figure><div class="chart" role="img" aria-label="${escapeHtml(alt)}">${drawing.svg}</div>` +
      `<figcaption>${words}<a href="#" class="svg" download="${escapeHtml(name)}.svg" aria-label="SVG of ${escapeHtml(name)}">SVG</a> ` +
      `${csvLink(chart)}</figcaption></figure>`,
  ];
}

function entryHtml({ title, page, badge, chart, about, facts }: Entry): string {
  const name = escapeHtml(title);
  const link = page === undefined ? name : `<a href="${escapeHtml(encodeURI(page))}">${name}</a>`;
  const tone = badge.tone === undefined ? "" : ` ${badge.tone}`;
  const drawing = chart?.drawing ?? null;
  const picture =
    drawing === null || chart === undefined
      ? ""
      : `<div class="chart" role="img" aria-label="${escapeHtml(chart.alt)}">${drawing.svg}</div>`;
  return (
    `<article class="entry"><div><h3>${link} <span class="badge${tone}">${escapeHtml(badge.text)}</span></h3>` +
    `<p>${escapeHtml(about)}</p></div>${picture}${factsHtml(facts)}</article>`
  );
}

function factsHtml(facts: readonly Fact[]): string {
  const list = facts.map(
    ([name, text]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd></div>`,
  );
  return `<dl>${list.join("")}</dl>`;
}

const toldHtml = (chart: Chart) => `<li>${escapeHtml(chart.alt)} ${csvLink(chart)}</li>`;

const csvLink = ({ name, csv }: Chart) =>
  `<a href="${textAddress("text/csv", csv)}" download="${escapeHtml(name)}.csv" aria-label="CSV of ${escapeHtml(name)}">CSV</a>`;

function imageHtml({ source, alt, caption, width, height }: Image): string {
  const words = caption === undefined ? "" : `<figcaption>${escapeHtml(caption)}</figcaption>`;
  return `<figure class="image"><img src="${source}" alt="${escapeHtml(alt)}" width="${width}" height="${height}">${words}</figure>`;
}

function framesHtml({ title, frames, beside }: Frames): string {
  const last = frames.length - 1;
  const images = frames.map(
    ({ source, label, width, height }, i) =>
      `<img src="${source}" alt="${escapeHtml(`${title}, ${label}`)}" data-label="${escapeHtml(label)}" width="${width}" height="${height}"${i === last ? "" : " hidden"}>`,
  );
  const slider =
    last > 0
      ? `<input type="range" min="0" max="${last}" value="${last}" aria-label="${escapeHtml(`${title}: time`)}">`
      : "";
  const figure =
    `<figure class="frames"><figcaption>${escapeHtml(title)}: <output>${escapeHtml(frames[last]?.label ?? "")}</output></figcaption>` +
    `${slider}<div>${images.join("\n")}</div></figure>`;
  return beside === undefined ? figure : `<div class="pair">${figure}${imageHtml(beside)}</div>`;
}
