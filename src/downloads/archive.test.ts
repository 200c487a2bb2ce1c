import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EvenkeelError } from "../errors.ts";
import type { WorkProgress } from "../files/index.ts";
import { formatBytes } from "../text.ts";
import { fetchArchive } from "./archive.ts";
import type { ArchiveDownload } from "./downloads.ts";
import type { FetchOptions } from "./options.ts";

const hasTar = (() => {
  try {
    return execFileSync("tar", ["--version"]).length > 0;
  } catch {
    return false;
  }
})();

let scratch = "";
let root = "";
let archive = Buffer.alloc(0);
let download: ArchiveDownload;
let server: Server;
let requests: { readonly range: string | undefined; readonly path: string }[] = [];
let respond: (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** Bytes that gzip cannot shrink, so that the archive is large enough to be cut. */
const noise = (bytes: number) => {
  const blocks = Array.from({ length: Math.ceil(bytes / 64) }, (_, i) =>
    createHash("sha512").update(String(i)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, bytes);
};
const first = noise(200_000);
const second = Buffer.from("second file");

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), "evenkeel-"));
  root = join(scratch, "data");
  await mkdir(join(scratch, "toy-bin"));
  await writeFile(join(scratch, "toy-bin", "first.bin"), first);
  await writeFile(join(scratch, "toy-bin", "second.bin"), second);
  await writeFile(join(scratch, "toy-bin", "readme.html"), "hello");
  await writeFile(join(scratch, "toy-bin", "junk.exe"), "not wanted");
  if (hasTar) {
    execFileSync("tar", ["-czf", join(scratch, "toy.tar.gz"), "-C", scratch, "toy-bin"]);
    archive = await readFile(join(scratch, "toy.tar.gz"));
  }
  const hash = (kind: string) => createHash(kind).update(archive).digest("hex");
  requests = [];
  respond = (request, response) => serve(request, response);
  server = createServer((request, response) => {
    requests.push({ range: request.headers.range, path: request.url ?? "" });
    respond(request, response, requests.length);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  download = {
    kind: "archive",
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/toy.tar.gz`,
    archive: "toy.tar.gz",
    bytes: archive.length,
    checksums: { md5: hash("md5"), sha256: hash("sha256") },
    folder: "toy-bin",
    files: { "first.bin": first.length, "second.bin": second.length },
    extras: ["readme.html"],
  };
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(scratch, { recursive: true });
});

/** Answers as a server of files does, range requests included. */
function serve(request: IncomingMessage, response: ServerResponse, breakAt?: number): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (start >= archive.length) {
    response.writeHead(416, { "content-range": `bytes */${archive.length}` }).end();
    return;
  }
  response.writeHead(start > 0 ? 206 : 200, {
    "content-length": archive.length - start,
    ...(start > 0 && {
      "content-range": `bytes ${start}-${archive.length - 1}/${archive.length}`,
    }),
  });
  if (breakAt === undefined || breakAt <= start) response.end(archive.subarray(start));
  else
    response.write(archive.subarray(start, breakAt), () =>
      setTimeout(() => response.destroy(), 50),
    );
}

const get = (options: FetchOptions = {}) =>
  fetchArchive(download, root, { pauseMs: 1, attempts: 3, ...options });

/** The error of `promise` as a user sees it, with what differs from run to run named. */
async function failure(promise: Promise<unknown>): Promise<string> {
  const error: EvenkeelError = await promise.then(
    () => expect.unreachable("no error"),
    (reason) => reason,
  );
  return `${error.code}: ${error.message}\n${error.advice}`
    .replaceAll(root, "ROOT")
    .replaceAll(/127\.0\.0\.1:\d+/g, "HOST")
    .replaceAll(String(archive.length), "SIZE")
    .replaceAll(download.checksums.md5 ?? "", "MD5");
}

async function expectComplete(): Promise<void> {
  expect((await readdir(join(root, "toy-bin"))).sort()).toEqual([
    "first.bin",
    "readme.html",
    "second.bin",
  ]);
  expect(first.equals(await readFile(join(root, "toy-bin", "first.bin")))).toBe(true);
  expect(second.equals(await readFile(join(root, "toy-bin", "second.bin")))).toBe(true);
}

describe.skipIf(!hasTar)("fetchArchive (skipped where there is no tar command)", () => {
  test("downloads, verifies and unpacks the wanted files, and leaves nothing else", async () => {
    const seen: WorkProgress[] = [];
    const result = await get({ onProgress: (progress) => seen.push(progress) });
    expect(result).toMatchObject({ status: "fetched", path: join(root, "toy-bin") });
    await expectComplete();
    expect(await readdir(root)).toEqual(["toy-bin"]);
    for (const task of ["download", "verify", "unpack"]) {
      const ends = seen.filter((progress) => progress.task === task);
      expect(ends[0]?.done).toBe(0);
      expect(ends.at(-1)?.done).toBe(ends.at(-1)?.total);
    }
  });

  test("leaves a complete set alone", async () => {
    await get();
    expect(await get()).toMatchObject({ status: "present" });
    expect(requests.length).toBe(1);
  });

  test("takes up a broken connection where it broke", async () => {
    respond = (request, response, count) =>
      serve(request, response, count === 1 ? 70_000 : count === 2 ? 150_000 : undefined);
    await get();
    await expectComplete();
    expect(requests.length).toBe(3);
    expect(requests[0]?.range).toBeUndefined();
    expect(requests[1]?.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  test("goes on with what an earlier call left, when the server is back", async () => {
    respond = (request, response, count) =>
      count === 1 ? serve(request, response, 70_000) : response.writeHead(503).end();
    const message = await failure(get());
    const kept = statSync(join(root, "toy.tar.gz.part")).size;
    expect(message).toContain("the server answers 503 Service Unavailable");
    expect(message).toContain(`it goes on from ${formatBytes(kept)}`);
    respond = (request, response) => serve(request, response);
    await get();
    await expectComplete();
    expect(requests.at(-1)?.range).toBe(`bytes=${kept}-`);
  });

  test("begins anew where the server knows no ranges", async () => {
    await mkdir(root);
    await writeFile(join(root, "toy.tar.gz.part"), "rubbish");
    respond = (_, response) =>
      response.writeHead(200, { "content-length": archive.length }).end(archive);
    await get();
    await expectComplete();
  });

  test("begins anew where the part on the disk is longer than the file", async () => {
    await mkdir(root);
    await writeFile(join(root, "toy.tar.gz.part"), Buffer.alloc(archive.length + 10));
    await get();
    await expectComplete();
    expect(requests.map(({ range }) => range === undefined)).toEqual([false, true]);
  });

  test("begins anew where the server sends another part than was asked for", async () => {
    await mkdir(root);
    await writeFile(join(root, "toy.tar.gz.part"), archive.subarray(0, 1000));
    respond = (request, response, count) => {
      if (count === 1) request.headers.range = "bytes=2000-";
      serve(request, response);
    };
    await get();
    await expectComplete();
    expect(requests.map(({ range }) => range)).toEqual(["bytes=1000-", undefined]);
  });

  test("asks for nothing when the part on the disk is whole", async () => {
    await mkdir(root);
    await writeFile(join(root, "toy.tar.gz.part"), archive);
    await get();
    await expectComplete();
    expect(requests).toEqual([]);
  });

  test("follows redirections", async () => {
    respond = (request, response) =>
      request.url === "/moved"
        ? serve(request, response)
        : response.writeHead(302, { location: "/moved" }).end();
    await get();
    await expectComplete();
  });

  test("deletes a download with a wrong checksum and says what to do", async () => {
    const good = archive;
    archive = Buffer.from(archive);
    archive[100_000]! ^= 1;
    const found = createHash("md5").update(archive).digest("hex");
    expect((await failure(get())).replace(found, "FOUND")).toMatchInlineSnapshot(`
      "DATA: fetch: the md5 of ROOT/toy.tar.gz.part must be MD5, got FOUND
      It came from http://HOST/toy.tar.gz and is deleted: run this again, or download http://HOST/toy.tar.gz by other means, put it at ROOT/toy.tar.gz and run this again."
    `);
    expect(await readdir(root)).toEqual([]);
    archive = good;
    await get();
    await expectComplete();
  });

  test("compares every checksum", async () => {
    download = { ...download, checksums: { ...download.checksums, sha256: "0".repeat(64) } };
    expect(await failure(get())).toContain(`must be ${"0".repeat(64)}, got`);
  });

  test("refuses another file before storing it", async () => {
    respond = (_, response) => response.writeHead(200, { "content-length": 5 }).end("login");
    expect(await failure(get())).toMatchInlineSnapshot(`
      "DATA: download: http://HOST/toy.tar.gz must come whole, but the file must have SIZE bytes, the server's has 5
      Run the same command again later. Or download http://HOST/toy.tar.gz by other means, put it at ROOT/toy.tar.gz and run this again."
    `);
    expect(statSync(join(root, "toy.tar.gz.part")).size).toBe(0);
    respond = (_, response) => response.writeHead(200).end(Buffer.alloc(archive.length + 1));
    expect(await failure(get())).toContain("more than the file's SIZE bytes came");
    respond = (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(archive);
    expect(await failure(get())).toContain("the server sends it encoded as gzip");
  });

  test("gives up at once where trying again cannot help", async () => {
    respond = (_, response) => response.writeHead(404).end();
    expect(await failure(get())).toMatchInlineSnapshot(`
      "DATA: download: http://HOST/toy.tar.gz must come whole, but the server answers 404 Not Found
      Run the same command again later. Or download http://HOST/toy.tar.gz by other means, put it at ROOT/toy.tar.gz and run this again."
    `);
    expect(requests.length).toBe(1);
  });

  test("tries again after a passing failure, then gives up", async () => {
    respond = (request, response, count) =>
      count < 3 ? response.writeHead(500).end() : serve(request, response);
    await get();
    await expectComplete();
    await rm(join(root, "toy-bin"), { recursive: true });
    requests = [];
    respond = (_, response) => response.writeHead(500).end();
    expect(await failure(get())).toContain("the server answers 500");
    expect(requests.length).toBe(3);
  });

  test("gives up on a server that falls silent", async () => {
    respond = (_, response) => response.writeHead(200, { "content-length": archive.length });
    const message = await failure(get({ silenceMs: 20, attempts: 2 }));
    expect(message).toContain("but nothing came for 0.02 s");
    expect(requests.length).toBe(2);
  });

  test("says so when no server is there", async () => {
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    const message = await failure(get());
    expect(message).toMatch(/^DATA: download: .* but the server cannot be reached: .*ECONNREFUSED/);
    expect(message).toContain("Or download http://HOST/toy.tar.gz by other means, put it at ROOT/");
    await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  });

  test("stops when asked, and goes on later", async () => {
    const stop = new AbortController();
    const part = join(root, "toy.tar.gz.part");
    respond = (_, response) => {
      response.writeHead(200, { "content-length": archive.length });
      response.write(archive.subarray(0, 50_000));
    };
    const watch = setInterval(() => {
      if ((statSync(part, { throwIfNoEntry: false })?.size ?? 0) > 0) stop.abort();
    }, 5);
    expect(await failure(get({ signal: stop.signal }))).toMatch(
      /^DATA: download: stopped at .* of .*\nRun the same command again; it goes on from there\.$/,
    );
    clearInterval(watch);
    respond = (request, response) => serve(request, response);
    await get();
    await expectComplete();
    expect(requests.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  test("uses an archive that the user put there, and keeps it", async () => {
    await mkdir(root);
    await writeFile(join(root, "toy.tar.gz"), archive);
    await get();
    await expectComplete();
    expect(requests).toEqual([]);
    expect(existsSync(join(root, "toy.tar.gz"))).toBe(true);
    await rm(join(root, "toy-bin"), { recursive: true });
    await writeFile(join(root, "toy.tar.gz"), archive.subarray(0, 1000));
    expect(await failure(get())).toContain("Delete or replace it and run this again.");
  });

  test("leaves an incomplete folder of the user's alone", async () => {
    await mkdir(join(root, "toy-bin"), { recursive: true });
    await writeFile(join(root, "toy-bin", "first.bin"), "short");
    expect(await failure(get())).toMatchInlineSnapshot(`
      "DATA: fetch: ROOT/toy-bin must be complete or absent, got a folder with first.bin (5 bytes, not 200000), second.bin (missing)
      Move that folder away and run this again, or fetch to another root (data.root)."
    `);
    expect(requests).toEqual([]);
  });

  test("reports an archive without a wanted file, or with one of another size", async () => {
    download = { ...download, files: { ...download.files, "third.bin": 3 } };
    expect(await failure(get())).toMatchInlineSnapshot(`
      "DATA: unpack: ROOT/toy.tar.gz.part lacks third.bin
      Delete the archive and run this again; if that does not help, it has changed."
    `);
    download = { ...download, files: { "first.bin": 3 } };
    expect(await failure(get())).toMatchInlineSnapshot(`
      "DATA: unpack: first.bin must have 3 bytes, got 200000 in ROOT/toy.tar.gz.part
      Delete the archive and run this again; if that does not help, it has changed."
    `);
    expect(await readdir(root)).toEqual(["toy.tar.gz.part"]);
  });

  test("reports a disk without room, before it downloads", async () => {
    download = { ...download, files: { "first.bin": 2 ** 60 } };
    const message = await failure(get());
    expect(message).toMatch(/^DISK: fetch: ROOT must have 1048576 TiB free, got /);
    expect(requests).toEqual([]);
  });

  test.skipIf(!existsSync("/dev/full"))("reports a disk that fills up", async () => {
    await mkdir(root);
    await symlink("/dev/full", join(root, "toy.tar.gz.part"));
    expect(await failure(get())).toMatchInlineSnapshot(`
      "DISK: download: cannot write ROOT/toy.tar.gz.part: no space is left on the disk (ENOSPC)
      Make room or choose another folder with --set data.root=DIR, then run it again."
    `);
  });

  test("reports a root that is a file", async () => {
    await writeFile(root, "");
    expect(await failure(get())).toMatch(/^DISK: fetch: cannot write ROOT: /);
  });
});
