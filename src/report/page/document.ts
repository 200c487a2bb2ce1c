/** The document around the content of a page. */
import { escapeHtml } from "./html.ts";

/** A document: all but the title is HTML, CSS or a policy as it stands. */
export interface HtmlDocument {
  readonly title: string;
  /** The Content Security Policy: what the page may load. */
  readonly policy: string;
  readonly style: string;
  /** What else is in its head; default nothing. */
  readonly head?: string;
  readonly body: string;
}

/** The document as HTML: light or dark as the reader likes it, for wide and narrow screens. */
export function documentHtml({ title, policy, style, head = "", body }: HtmlDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
${head}</head>
<body>
${body}
</body>
</html>
`;
}
