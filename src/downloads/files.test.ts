import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { failure } from "../../test/support/failure.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import type { FilesDownload } from "./downloads.ts";
import { fetchFiles } from "./files.ts";

const contents: Readonly<Record<string, Buffer>> = {
  "images.gz": Buffer.from("x".repeat(100_000)),
  "labels.gz": Buffer.from("some labels"),
};

let root = "";
let requests: string[] = [];
let served: Readonly<Record<string, Buffer>> = contents;
let download: FilesDownload;

beforeEach(async () => {
  root = await temporaryFolder();
  requests = [];
  served = contents;
  const server = createServer((request, response) => {
    const name = (request.url ?? "").slice(1);
    requests.push(name);
    const body = served[name];
    if (body === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-length": body.length }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const { port } = server.address() as AddressInfo;
  download = {
    kind: "files",
    folder: "toy",
    files: Object.entries(contents).map(([file, bytes]) => ({
      url: `http://127.0.0.1:${port}/${file}`,
      file,
      bytes: bytes.length,
      checksums: { sha256: createHash("sha256").update(bytes).digest("hex") },
    })),
  };
});

const fetchAll = () => fetchFiles(download, root, { pauseMs: 1, attempts: 2 });
/** With the server's port called PORT. */
const told = async (promise: Promise<unknown>) =>
  (await failure(promise, root)).replace(/127\.0\.0\.1:\d+/g, "HOST");

test("downloads each file, verified, and leaves nothing else", async () => {
  const result = await fetchAll();
  const folder = join(root, "toy");
  expect(result).toEqual({ status: "fetched", path: folder, message: `${folder} is complete.` });
  expect((await readdir(folder)).sort()).toEqual(["images.gz", "labels.gz"]);
  for (const [file, bytes] of Object.entries(contents)) {
    expect(await readFile(join(folder, file))).toEqual(bytes);
  }
  expect((await fetchAll()).status).toBe("present");
  expect(requests).toEqual(["images.gz", "labels.gz"]);
});

test("asks only for what is not there", async () => {
  await mkdir(join(root, "toy"));
  await writeFile(join(root, "toy", "images.gz"), contents["images.gz"]!);
  expect((await fetchAll()).status).toBe("fetched");
  expect(requests).toEqual(["labels.gz"]);
});

test("leaves a file of another size alone and says so", async () => {
  await mkdir(join(root, "toy"));
  await writeFile(join(root, "toy", "labels.gz"), "mine");
  expect(await told(fetchAll())).toMatchInlineSnapshot(`
    "DATA: fetch: ROOT/toy/labels.gz must have 11 bytes or be absent, got 4 bytes
    Move it away and run this again, or fetch to another root (data.root)."
  `);
  expect(requests).toEqual([]);
});

test("deletes a file with a wrong checksum", async () => {
  served = { ...contents, "labels.gz": Buffer.from("other label") };
  expect((await told(fetchAll())).replace(/[0-9a-f]{64}/g, "SHA")).toMatchInlineSnapshot(`
    "DATA: fetch: the sha256 of ROOT/toy/labels.gz.part must be SHA, got SHA
    It came from http://HOST/labels.gz and is deleted: run this again, or download http://HOST/labels.gz by other means and put it at ROOT/toy/labels.gz."
  `);
  expect(await readdir(join(root, "toy"))).toEqual(["images.gz"]);
});

test("says how to get a file that the server does not have", async () => {
  served = {};
  expect(await told(fetchAll())).toMatchInlineSnapshot(`
    "DATA: download: http://HOST/images.gz must come whole, but the server answers 404 Not Found
    Run the same command again later. Or download http://HOST/images.gz by other means and put it at ROOT/toy/images.gz."
  `);
});
