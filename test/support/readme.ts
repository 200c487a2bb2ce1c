/** What the README shows. */
import { readFileSync } from "node:fs";

export const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The library's example. */
export const readmeExample = /```js\n(.*?)```/s.exec(readme)?.[1] ?? "";

/** The library's example with two steps instead of hundreds. */
export const shortReadmeExample = readmeExample.replace(/steps: \d{3}\b/, "steps: 2");
