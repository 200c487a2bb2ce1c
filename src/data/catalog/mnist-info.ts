import { mnistClasses, mnistCounts } from "../reading/mnist/mnist.ts";
import type { MnistName } from "../reading/mnist/part.ts";
import type { DatasetInfo, DownloadedFile } from "./info.ts";

/** Each official file with its size and SHA-256. */
type OfficialFiles = Readonly<Record<string, readonly [bytes: number, sha256: string]>>;

const format = {
  kind: "images",
  imageSize: "28 × 28 gray, padded to size × size (data.resize)",
  counts: mnistCounts,
} as const;

function placed(name: MnistName, address: string, files: OfficialFiles) {
  return {
    name,
    classes: mnistClasses[name],
    download: {
      kind: "files",
      folder: name,
      files: Object.entries(files).map(
        ([file, [bytes, sha256]]): DownloadedFile => ({
          url: `${address}/${file}`,
          file,
          bytes,
          checksums: { sha256 },
        }),
      ),
    },
    location: `${name}/ below data.root`,
  } as const;
}

/** MNIST and Fashion-MNIST in the catalog. */
export const mnistInfo: readonly DatasetInfo[] = [
  {
    ...format,
    ...placed("mnist", "https://storage.googleapis.com/cvdf-datasets/mnist", {
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
    title: "MNIST",
    summary: "Handwritten digits.",
    license:
      "Yann LeCun and Corinna Cortes hold the copyright; Creative Commons Attribution-Share Alike 3.0.",
    citation:
      "Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner. Gradient-Based Learning Applied to " +
      "Document Recognition. Proceedings of the IEEE, 1998.",
    home: "http://yann.lecun.com/exdb/mnist/",
  },
  {
    ...format,
    ...placed("fashion-mnist", "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com", {
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
    title: "Fashion-MNIST",
    summary: "Small pictures of ten kinds of clothes, shoes and bags.",
    license: "MIT License, Zalando SE.",
    citation:
      "Han Xiao, Kashif Rasul, Roland Vollgraf. Fashion-MNIST: a Novel Image Dataset for " +
      "Benchmarking Machine Learning Algorithms. 2017, arXiv:1708.07747.",
    home: "https://github.com/zalandoresearch/fashion-mnist",
  },
];
