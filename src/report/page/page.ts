/** One HTML page that needs nothing else: no network, no files beside it. */
import type { Page } from "./content.ts";
import { documentHtml } from "./document.ts";
import { escapeHtml, nameFrom } from "./html.ts";
import { partHtml } from "./parts.ts";
import { script, style } from "./style.ts";

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
  return documentHtml({
    title,
    // it lets a page load nothing, whatever is in it
    policy:
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'",
    style,
    body: `<main>
<header><h1>${escapeHtml(title)}</h1>
${about === undefined ? "" : `<p>${escapeHtml(about)}</p>`}
${sections.length > 2 ? `<nav aria-label="Contents"><ul>${contents.join("")}</ul></nav>` : ""}</header>
${body.join("\n")}
</main>
<script>${script}</script>`,
  });
}
