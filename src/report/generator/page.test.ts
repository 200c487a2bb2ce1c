import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { facts } from "../../../test/support/small-generator.ts";
import { exampleText } from "./examples.ts";
import { generatorPage } from "./page.ts";

const require = createRequire(import.meta.url);
const { dependencies } = require("../../../package.json");
const engine = `https://cdn.jsdelivr.net/npm/onnxruntime-web@${dependencies["onnxruntime-web"]}/dist/ort.wasm.min.js`;

test("a page loads ONNX Runtime in the version of the package, and checks it", async () => {
  const page = await generatorPage(facts, Uint8Array.of(1, 2, 3));
  const file = join(dirname(require.resolve("onnxruntime-web/wasm")), "ort.wasm.min.js");
  const hash = createHash("sha384").update(readFileSync(file)).digest("base64");
  expect(page).toContain(
    `<script src="${engine}" integrity="sha384-${hash}" crossorigin="anonymous">`,
  );
  expect(await exampleText("page", facts, "g.onnx")).toContain(`<script src="${engine}"></script>`);
});

test("texts of a run cannot end what they stand in", async () => {
  const page = await generatorPage(facts, Uint8Array.of(1, 2, 3));
  expect(page).toContain("<h1>a &lt;small&gt; generator</h1>");
  expect(page).not.toContain("<b>dog");
  expect(page.match(/<\/script>/g)).toHaveLength(3);
});

test("a generator that is too large for a page is refused", async () => {
  const large = new Uint8Array(50 * 2 ** 20 + 1);
  await expect(generatorPage(facts, large)).rejects.toMatchObject({
    message: "export: --page must have a generator of at most 50.0 MiB inside, got 50.0 MiB",
    advice: expect.stringContaining("--example page"),
  });
});

test("programs have about ten lines, and draw what the generator was trained on", async () => {
  for (const kind of ["node", "python", "page"] as const) {
    const text = await exampleText(kind, facts, "g.onnx");
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(12);
    expect(text).not.toContain("<b>dog</b>\n</script>");
    const uniform = { ...facts, latentDistribution: "uniform", classNames: [] } as const;
    const other = await exampleText(kind, uniform, "g.onnx");
    expect(other).toMatch(/2 \* Math\.random\(\) - 1|np\.random\.uniform\(-1, 1, \(1, 5\)\)/);
    expect(other).not.toContain("labels");
  }
});
