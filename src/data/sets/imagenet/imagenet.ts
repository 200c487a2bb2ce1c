import { decodedOptions } from "../../families/index.ts";
import { adapt, dataset, split, squareShape } from "../../records/index.ts";
import { counts, home, location, openImagenet } from "./open.ts";

/**
 * ImageNet. By default the middle square is resized to `size` by OpenCV's bilinear rule, as in the BSN
 * authors' code.
 */
export const imagenet = dataset({
  name: "imagenet",
  kind: "images",
  title: "ImageNet",
  summary:
    "Photographs of 1000 kinds of things (ILSVRC2012); test is the 50 000 validation images.",
  shows: "photographs",
  imageSize: "many sizes, RGB; of them the middle square (data.crop), resized to data.size",
  counts,
  license: "For non-commercial research and education only; one has to register.",
  citation:
    "Olga Russakovsky, Jia Deng, Hao Su, Jonathan Krause, Sanjeev Satheesh, Sean Ma, Zhiheng Huang, " +
    "Andrej Karpathy, Aditya Khosla, Michael Bernstein, Alexander C. Berg, Li Fei-Fei. ImageNet Large " +
    "Scale Visual Recognition Challenge. IJCV 2015.",
  home,
  files: { kind: "by-hand" },
  location,
  options: { ...decodedOptions, split: adapt(split, { values: ["train", "test"] }) },
  shape: squareShape,
  classes: () => 1000,
  open: openImagenet,
});
