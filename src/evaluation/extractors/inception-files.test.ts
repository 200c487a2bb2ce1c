import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { failure } from "../../../test/support/failure.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { isWeightsFile } from "../../metrics/extractors/index.ts";
import { openInceptionWeights } from "./inception-files.ts";
import { extractorName } from "./index.ts";

let root = "";
beforeEach(async () => {
  root = await temporaryFolder();
});
const folder = () => join(root, "inception");

test("where there are none it is said which file to put where", async () => {
  const told = (name: "inception-2015" | "inception-torchvision", file?: string) =>
    failure(openInceptionWeights(name, root, file), root);
  expect(await told("inception-2015")).toMatchInlineSnapshot(`
    "DATA: inception-2015: its weights must be in ROOT/inception, got none of pt_inception-2015-12-05-6726825d.pth, weights-inception-2015-12-05-6726825d.pth, classify_image_graph_def.pb
    \`evenkeel data fetch inception\` downloads them if the network allows it. Otherwise put https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/pt_inception-2015-12-05-6726825d.pth there, or weights-inception-2015-12-05-6726825d.pth or classify_image_graph_def.pb, or name the file with --features FILE. Without these weights: --features (in a config: evaluate.features) shapes (drawings of the built-in set shapes), digits (handwritten digits), photos (photographs of animals and vehicles), or MODEL.onnx, a network made for such images. Their distances are no FID."
  `);
  expect(await told("inception-torchvision")).toMatchInlineSnapshot(`
    "DATA: inception-torchvision: its weights must be in ROOT/inception, got none of inception_v3_google-0cc3c7bd.pth, inception_v3_google-1a9a5a14.pth
    \`evenkeel data fetch inception-torchvision\` downloads them if the network allows it. Otherwise put https://download.pytorch.org/models/inception_v3_google-0cc3c7bd.pth there, or inception_v3_google-1a9a5a14.pth, or name the file with --features FILE. Without these weights: --features (in a config: evaluate.features) shapes (drawings of the built-in set shapes), digits (handwritten digits), photos (photographs of animals and vehicles), or MODEL.onnx, a network made for such images. Their distances are no FID."
  `);
  expect(await told("inception-2015", join(root, "a.pth"))).toMatchInlineSnapshot(`
    "DISK: cannot read ROOT/a.pth: there is no such file or folder (ENOENT)
    Check the path."
  `);
});

test("a damaged file is named", async () => {
  await mkdir(folder());
  await writeFile(join(folder(), "classify_image_graph_def.pb"), "<html>");
  expect(await failure(openInceptionWeights("inception-2015", root), root)).toMatchInlineSnapshot(`
    "DATA: ROOT/inception/classify_image_graph_def.pb: it must be a TensorFlow graph, a file of torch.save or safetensors, got another
    Inception's weights are classify_image_graph_def.pb, pt_inception-2015-12-05-6726825d.pth or inception_v3_google-0cc3c7bd.pth."
  `);
});

test("weights are told from models by the file's name", () => {
  expect(["a.pb", "b/c.PTH", "x.safetensors"].every(isWeightsFile)).toBe(true);
  expect(["a.onnx", "shapes", "inception-2015"].some(isWeightsFile)).toBe(false);
});

test("what a protocol calls what a person names", () => {
  const named = [
    "shapes",
    "a/b.onnx",
    "x/inception_v3_google-0cc3c7bd.pth",
    "own.pth",
    "inception-2015.safetensors",
  ];
  expect(named.map(extractorName)).toEqual([
    "shapes",
    "b.onnx",
    "inception-torchvision",
    "inception-2015",
    "inception-2015",
  ]);
});
