/** The parts of a page as HTML. */
import { escapeHtml, textAddress } from "./html.ts";
import type { Chart, Frames, Image, Part, Table } from "./page.ts";

/** A part of a section. */
export function partHtml(part: Part): string {
  switch (part.kind) {
    case "prose": {
      const tone = part.tone === undefined ? "" : ` class="${part.tone}"`;
      return `<p${tone}>${escapeHtml(part.text)}</p>`;
    }
    case "table":
      return tableHtml(part);
    case "charts":
      return `<div class="charts">${part.charts.map(chartHtml).join("\n")}</div>`;
    case "image":
      return imageHtml(part);
    case "frames":
      return framesHtml(part);
    case "details":
      return `<details><summary>${escapeHtml(part.summary)}</summary><pre tabindex="0">${escapeHtml(part.text)}</pre></details>`;
  }
}

function tableHtml({ caption, head, rows }: Table): string {
  const headings = head.map((cell, column) => {
    const isNumber = column > 0 && typeof rows[0]?.[column] === "number";
    return `<th scope="col"${isNumber ? ' class="number"' : ""}>${escapeHtml(cell)}</th>`;
  });
  const lines = rows.map((row) => `<tr>${row.map(cellHtml).join("")}</tr>`);
  return (
    `<div class="table" tabindex="0" role="region" aria-label="${escapeHtml(caption ?? head.join(", "))}"><table>` +
    `${caption === undefined ? "" : `<caption>${escapeHtml(caption)}</caption>`}` +
    `<thead><tr>${headings.join("")}</tr></thead>\n<tbody>${lines.join("\n")}</tbody></table></div>`
  );
}

function cellHtml(cell: string | number, column: number): string {
  const text = escapeHtml(String(cell));
  if (column === 0) return `<th scope="row">${text}</th>`;
  return typeof cell === "number" ? `<td class="number">${text}</td>` : `<td>${text}</td>`;
}

function chartHtml({ name, alt, caption, drawing, csv }: Chart): string {
  const words = caption === undefined ? "" : `${escapeHtml(caption)} `;
  return (
    `<figure><div class="chart" role="img" aria-label="${escapeHtml(alt)}">${drawing.svg}</div>` +
    `<figcaption>${words}<a href="#" class="svg" download="${escapeHtml(name)}.svg" aria-label="SVG of ${escapeHtml(name)}">SVG</a> ` +
    `<a href="${textAddress("text/csv", csv)}" download="${escapeHtml(name)}.csv" aria-label="CSV of ${escapeHtml(name)}">CSV</a>` +
    "</figcaption></figure>"
  );
}

function imageHtml({ source, alt, caption, width, height }: Image): string {
  const words = caption === undefined ? "" : `<figcaption>${escapeHtml(caption)}</figcaption>`;
  return `<figure class="image"><img src="${source}" alt="${escapeHtml(alt)}" width="${width}" height="${height}">${words}</figure>`;
}

function framesHtml({ title, frames }: Frames): string {
  const last = frames.length - 1;
  const images = frames.map(
    ({ source, label, width, height }, i) =>
      `<img src="${source}" alt="${escapeHtml(`${title}, ${label}`)}" data-label="${escapeHtml(label)}" width="${width}" height="${height}"${i === last ? "" : " hidden"}>`,
  );
  const slider =
    last > 0
      ? `<input type="range" min="0" max="${last}" value="${last}" aria-label="${escapeHtml(`${title}: time`)}">`
      : "";
  return (
    `<figure class="frames"><figcaption>${escapeHtml(title)}: <output>${escapeHtml(frames[last]?.label ?? "")}</output></figcaption>` +
    `${slider}<div>${images.join("\n")}</div></figure>`
  );
}
