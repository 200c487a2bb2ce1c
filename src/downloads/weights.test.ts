import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { failure } from "../../test/support/failure.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { fetchWeights, inceptionDownloads, type WeightsDownload } from "./weights.ts";

const content = Buffer.from("weights".repeat(20_000));
const sha256 = createHash("sha256").update(content).digest("hex");

let root = "";
let requests: string[] = [];
let served: Buffer | undefined;
let download: WeightsDownload;

beforeEach(async () => {
  root = await temporaryFolder();
  requests = [];
  served = content;
  const server = createServer(({ method, headers }, response) => {
    requests.push(`${method} ${headers.range ?? "whole"}`);
    if (served === undefined) return response.writeHead(404).end();
    const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
    const body = served.subarray(start);
    const range = `bytes ${start}-${served.length - 1}/${served.length}`;
    response.writeHead(start > 0 ? 206 : 200, {
      "content-length": body.length,
      ...(start > 0 && { "content-range": range }),
    });
    return response.end(method === "HEAD" ? undefined : body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/weights.pth`;
  download = { url, file: "weights.pth", sha256Begins: sha256.slice(0, 8) };
});

const fetchIt = () => fetchWeights(download, root, { pauseMs: 1, attempts: 2 });
const told = async () => (await failure(fetchIt(), root)).replace(/127\.0\.0\.1:\d+/g, "HOST");

test("a file is downloaded, checked and left alone from then on", async () => {
  const path = join(root, "inception", "weights.pth");
  expect(await fetchIt()).toEqual({ status: "fetched", path, message: `${path} is complete.` });
  expect(await readFile(path)).toEqual(content);
  expect(await readdir(join(root, "inception"))).toEqual(["weights.pth"]);
  expect((await fetchIt()).status).toBe("present");
  expect(requests).toEqual(["HEAD whole", "GET whole"]);
});

test("a part that is there is gone on from", async () => {
  await mkdir(join(root, "inception"));
  await writeFile(join(root, "inception", "weights.pth.part"), content.subarray(0, 100_000));
  await fetchIt();
  expect(requests).toEqual(["HEAD whole", "GET bytes=100000-"]);
  expect(await readFile(join(root, "inception", "weights.pth"))).toEqual(content);
});

test("a file of another checksum is deleted", async () => {
  served = Buffer.from("something else");
  expect(await told()).toMatchInlineSnapshot(`
    "DATA: fetch: the sha256 of ROOT/inception/weights.pth.part must begin with 6f83895c, got f41f3fa625ff120ddca7ef456bf66371ecea23c129f4e4c32367101edb516cf8
    It came from http://HOST/weights.pth and is deleted: run this again, or download http://HOST/weights.pth by other means and put it at ROOT/inception/weights.pth."
  `);
  expect(await readdir(join(root, "inception"))).toEqual([]);
});

test("where it cannot be had, the message says which file to put where", async () => {
  served = undefined;
  expect(await told()).toMatchInlineSnapshot(`
    "DATA: fetch: http://HOST/weights.pth must be there, but the server answers 404 Not Found
    Where there is a network, download http://HOST/weights.pth by other means and put it at ROOT/inception/weights.pth."
  `);
  download = { ...download, url: "http://127.0.0.1:1/weights.pth" };
  expect(await told()).toMatchInlineSnapshot(`
    "DATA: fetch: http://HOST/weights.pth must be there, but the connection broke: bad port
    Where there is a network, download http://HOST/weights.pth by other means and put it at ROOT/inception/weights.pth."
  `);
});

test("the checksums are those that the files' names carry", () => {
  for (const { url, file, sha256Begins } of Object.values(inceptionDownloads)) {
    expect(url.endsWith(`/${file}`)).toBe(true);
    expect(file).toContain(`-${sha256Begins}.pth`);
  }
});
