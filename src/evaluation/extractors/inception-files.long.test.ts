import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { failure } from "../../../test/support/failure.ts";
import {
  graphFile,
  graphTensors,
  torchTensors,
  uniform,
} from "../../../test/support/golden/inception-weights.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { openInceptionWeights } from "./inception-files.ts";

/** The same number throughout a tensor, which is made faster than random ones. */
const oneNumber = (name: string, count: number) =>
  new Float64Array(count).fill(uniform(name, 1)[0]!);

test("published weights are converted once, and the converted file is taken from then on", async () => {
  const root = await temporaryFolder();
  const folder = join(root, "inception");
  await mkdir(folder);
  const source = join(folder, "classify_image_graph_def.pb");
  await writeFile(source, graphFile(graphTensors(torchTensors("inception-2015", oneNumber))));
  const weights = await openInceptionWeights("inception-2015", root);
  expect(weights.source.file).toBe("classify_image_graph_def.pb");
  expect((await readdir(folder)).sort()).toEqual([
    "classify_image_graph_def.pb",
    "inception-2015.safetensors",
  ]);

  await rm(source);
  const again = await openInceptionWeights("inception-2015", root);
  expect(again.source).toEqual(weights.source);
  const [name, { data }] = [...again.tensors].at(-1)!;
  expect(data).toEqual(weights.tensors.get(name)!.data);

  const file = join(folder, "inception-2015.safetensors");
  const other = openInceptionWeights("inception-torchvision", root, file);
  expect(await failure(other, root)).toMatchInlineSnapshot(`
    "DATA: ROOT/inception/inception-2015.safetensors: must hold the weights of inception-torchvision, got those of inception-2015
    Choose a protocol with that network, or another file."
  `);
  expect((await openInceptionWeights("inception-2015", "nowhere", file)).source).toEqual(
    weights.source,
  );
}, 30_000);
