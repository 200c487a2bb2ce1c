import type { DatasetInfo } from "./info.ts";

/** The catalog's entry of ImageNet. */
export const imagenetInfo: DatasetInfo = {
  name: "imagenet",
  kind: "images",
  title: "ImageNet (ILSVRC2012)",
  summary: "Photographs of 1000 kinds of things; test is the 50 000 validation images.",
  imageSize: "many sizes, RGB; of them the middle square (data.crop), resized to data.size",
  counts: { train: 1_281_167, test: 50_000 },
  classes: null,
  classCount: 1000,
  license: "For non-commercial research and education only; one has to register.",
  citation:
    "Olga Russakovsky, Jia Deng, Hao Su, Jonathan Krause, Sanjeev Satheesh, Sean Ma, Zhiheng Huang, " +
    "Andrej Karpathy, Aditya Khosla, Michael Bernstein, Alexander C. Berg, Li Fei-Fei. ImageNet Large " +
    "Scale Visual Recognition Challenge. IJCV 2015.",
  home: "https://www.image-net.org/challenges/LSVRC/2012/",
  download: null,
  location:
    "train/ (folders by synset) or ILSVRC2012_img_train.tar, val/ or ILSVRC2012_img_val.tar, in " +
    "imagenet/ below data.root",
};
