import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { failure } from "../../../test/support/failure.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { fetchDataset } from "./fetch-dataset.ts";

let root = "";

beforeEach(async () => {
  root = join(await temporaryFolder(), "data");
});

test("there is nothing to fetch for sets that are built in or the user's", async () => {
  expect(await fetchDataset("shapes", root)).toMatchObject({ status: "not-needed", path: null });
  expect((await fetchDataset("folder", root)).message).toContain("--set data.path=DIR");
  expect(existsSync(root)).toBe(false);
});

test("refuses an unknown name", async () => {
  expect(await failure(fetchDataset("cifar", root), root)).toMatchInlineSnapshot(`
    "USAGE: data: the set must be one of shapes, cifar10, cifar100, stl10, mnist, fashion-mnist, celeba, imagenet, folder, ring, grid, swiss-roll, moons, got "cifar"
    \`evenkeel data list\` describes each. Images of your own: folder."
  `);
});

test("says where a set comes from that cannot be fetched", async () => {
  expect(await failure(fetchDataset("celeba", root), root)).toMatchInlineSnapshot(`
    "USAGE: fetch: celeba cannot be fetched: one has to accept its makers' terms at https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html
    Put what you get there here: img_align_celeba/ or img_align_celeba.zip, and list_eval_partition.txt or .csv, in celeba/ below data.root, or there in Img/ and Eval/."
  `);
});

test("expects the official CIFAR-10 archive from any address", async () => {
  const server = createServer((_, response) => response.end("another archive"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cifar.tar.gz`;
  expect(await failure(fetchDataset("cifar10", root, { url, pauseMs: 1 }), root)).toContain(
    "the file must have 170052171 bytes, the server's has 15",
  );
});
