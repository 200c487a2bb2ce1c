import { expect, test } from "vitest";
import { escapeHtml } from "./html.ts";

test("texts of files stay texts: no markup, no control characters, lines as they are", () => {
  expect(escapeHtml(`<b a="1">&'\x1b[31m\r\n\u202e`)).toBe(
    "&lt;b a=&quot;1&quot;&gt;&amp;&#39;\\x1b[31m\\r\n\\u202e",
  );
});
