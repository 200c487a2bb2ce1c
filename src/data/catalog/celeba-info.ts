import type { DatasetInfo } from "./info.ts";

/** The catalog's entry of CelebA. */
export const celebaInfo: DatasetInfo = {
  name: "celeba",
  kind: "images",
  title: "CelebA",
  summary: "Aligned photographs of the faces of 10 177 celebrities; 202 599 in all.",
  imageSize: "178 × 218 RGB; of them the middle 128 × 128 (data.crop), resized to data.size",
  counts: { train: 162_770, test: 19_962, all: 202_599 },
  classes: ["face"],
  license: "For non-commercial research only; the images may not be passed on.",
  citation:
    "Ziwei Liu, Ping Luo, Xiaogang Wang, Xiaoou Tang. Deep Learning Face Attributes in the Wild. " +
    "ICCV 2015.",
  home: "https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html",
  download: null,
  location:
    "img_align_celeba/ or img_align_celeba.zip, and list_eval_partition.txt beside it, in celeba/ " +
    "below data.root",
};
