/** Options that the networks share. */
import { z } from "zod";

const CHANNELS = { least: 1, most: 4096 };

/** The channels of each stage. */
export const channelsOption = z
  .array(z.int().min(CHANNELS.least).max(CHANNELS.most))
  .min(1)
  .max(8)
  .default([16, 32, 64])
  .describe("channels of each stage; from the second one on, each halves height and width");
