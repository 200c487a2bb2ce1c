import { mnistFacts, mnistFiles, mnistOptions, mnistRules } from "../../families/index.ts";
import { openMnist } from "../../reading/index.ts";
import { dataset } from "../../records/index.ts";

const classes = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
] as const;

/** Fashion-MNIST in its original format, which is MNIST's. */
export const fashionMnist = dataset({
  ...mnistFacts,
  ...mnistFiles("fashion-mnist", "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com", {
    "train-images-idx3-ubyte.gz": [
      26_421_880,
      "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    ],
    "train-labels-idx1-ubyte.gz": [
      29_515,
      "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    ],
    "t10k-images-idx3-ubyte.gz": [
      4_422_102,
      "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    ],
    "t10k-labels-idx1-ubyte.gz": [
      5148,
      "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    ],
  }),
  name: "fashion-mnist",
  title: "Fashion-MNIST",
  summary: "Small pictures of ten kinds of clothes, shoes and bags.",
  shows: "clothes",
  license: "MIT License, Zalando SE.",
  citation:
    "Han Xiao, Kashif Rasul, Roland Vollgraf. Fashion-MNIST: a Novel Image Dataset for " +
    "Benchmarking Machine Learning Algorithms. 2017, arXiv:1708.07747.",
  home: "https://github.com/zalandoresearch/fashion-mnist",
  options: mnistOptions,
  rules: mnistRules,
  classes: () => classes,
  open: (values, context) => openMnist({ name: "fashion-mnist", classes }, values, context),
});
