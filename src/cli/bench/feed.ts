/** Measures training on streamed images and prints. */
import { resolve } from "node:path";
import { measureFeed } from "../../bench/feed.ts";
import { withJpegs } from "../../bench/feed-images.ts";
import { onProgress, print } from "./bench.ts";
import { feedLines } from "./tables.ts";

interface FeedFlags {
  readonly images?: string;
  readonly count?: number;
  readonly rounds: number;
  readonly iterations?: number;
  readonly json?: boolean;
}

export async function runBenchFeed(
  cases: readonly string[],
  { json, images, ...options }: FeedFlags,
): Promise<void> {
  const measure = (path: string) => measureFeed({ ...options, cases, path, onProgress });
  const result = await (images === undefined ? withJpegs(measure) : measure(resolve(images)));
  print(json, result, feedLines(result));
}
