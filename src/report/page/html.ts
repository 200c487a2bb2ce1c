/** Text as HTML, and files as addresses within a page. */
import { escapeLines } from "../../text.ts";

/** Text for HTML, within an element or a quoted attribute; of control characters only line feeds stay. */
export function escapeHtml(text: string): string {
  return escapeLines(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** A text file as a `data:` address. */
export function textAddress(type: string, text: string): string {
  return `data:${type};charset=utf-8,${encodeURIComponent(text)}`;
}

/** A binary file as a `data:` address. */
export function binaryAddress(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;
}

/** A name for a file or an anchor: what it cannot have becomes `-`. */
export function nameFrom(text: string): string {
  return (
    text
      .replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")
      .replaceAll(/^[-.]+|-+$/g, "")
      .toLowerCase() || "part"
  );
}
