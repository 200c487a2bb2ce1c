import { mnistFacts, mnistFiles, mnistOptions, mnistRules } from "../../families/index.ts";
import { openMnist } from "../../reading/index.ts";
import { dataset } from "../../records/index.ts";

const classes = [..."0123456789"];

/** MNIST in its original format, gray images of 28 × 28 in IDX files. */
export const mnist = dataset({
  ...mnistFacts,
  ...mnistFiles("mnist", "https://storage.googleapis.com/cvdf-datasets/mnist", {
    "train-images-idx3-ubyte.gz": [
      9_912_422,
      "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ],
    "train-labels-idx1-ubyte.gz": [
      28_881,
      "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    ],
    "t10k-images-idx3-ubyte.gz": [
      1_648_877,
      "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    ],
    "t10k-labels-idx1-ubyte.gz": [
      4542,
      "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ],
  }),
  name: "mnist",
  title: "MNIST",
  summary: "Handwritten digits.",
  shows: "digits",
  protocol: "digits",
  license:
    "Yann LeCun and Corinna Cortes hold the copyright; Creative Commons Attribution-Share Alike 3.0.",
  citation:
    "Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner. Gradient-Based Learning Applied to " +
    "Document Recognition. Proceedings of the IEEE, 1998.",
  home: "http://yann.lecun.com/exdb/mnist/",
  options: mnistOptions,
  rules: mnistRules,
  classes: () => classes,
  open: (values, context) => openMnist({ name: "mnist", classes }, values, context),
});
