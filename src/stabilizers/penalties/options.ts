/** Options that penalties share. */
import { z } from "zod";

const positive = z.number().positive();

/** λ, with a remark on the values of others. */
export const strength = (usual: number, remark: string) =>
  positive.default(usual).describe(`λ, the strength${remark}`);

/** ε under the root of a slope, with a remark on the values of others. */
export const slopeEpsilon = (usual: number, remark: string) =>
  positive.default(usual).describe(`added to the squared slope under the root (${remark})`);
