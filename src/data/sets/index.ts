/** Every data set. Adding one is its folder and one line here. */
import { celeba } from "./celeba/celeba.ts";
import { cifar10 } from "./cifar10/cifar10.ts";
import { cifar100 } from "./cifar100/cifar100.ts";
import { fashionMnist } from "./fashion-mnist/fashion-mnist.ts";
import { folder } from "./folder/folder.ts";
import { grid } from "./grid/grid.ts";
import { imagenet } from "./imagenet/imagenet.ts";
import { mnist } from "./mnist/mnist.ts";
import { moons } from "./moons/moons.ts";
import { ring } from "./ring/ring.ts";
import { shapes } from "./shapes/shapes.ts";
import { stl10 } from "./stl10/stl10.ts";
import { swissRoll } from "./swiss-roll/swiss-roll.ts";

/** The data sets that a config can name, in the order in which they are listed. */
export const datasets = [
  shapes,
  cifar10,
  cifar100,
  stl10,
  mnist,
  fashionMnist,
  celeba,
  imagenet,
  folder,
  ring,
  grid,
  swissRoll,
  moons,
] as const;
