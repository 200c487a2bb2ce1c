import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addSample, writtenRun } from "../../../test/support/runs/written-run.ts";
import { sharedFolder } from "../../../test/support/temporary-folder.ts";
import { claims } from "../../claims/index.ts";
import { type Library, openLibrary } from "../library/index.ts";
import { createApp } from "./app.ts";
import { readPages } from "./pages.ts";
import { createParts } from "./parts.ts";

const folder = sharedFolder();
const runs = join(folder, "runs");
const run = join(runs, "one");
const token = "0123456789abcdef";
const site = "http://127.0.0.1:4270";
let library: Library;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  await writtenRun(run);
  await addSample(run, 3);
  await writeFile(join(folder, "secret.png"), "secret");
  await mkdir(join(folder, "pages", "assets"), { recursive: true });
  await writeFile(join(folder, "pages", "index.html"), "<p>%TOKEN%</p>");
  await writeFile(join(folder, "pages", "assets", "a.js"), "1;");
  await writeFile(join(folder, "pages", "secret.js"), "secret");
  library = await openLibrary([runs]);
  const pages = await readPages(token, join(folder, "pages"));
  app = createApp(createParts(library, pages, token));
});
afterAll(() => library.close());

const ask = (path: string, init: RequestInit & { readonly host?: string } = {}) =>
  app.request(site + path, {
    ...init,
    headers: { host: init.host ?? "127.0.0.1:4270", ...init.headers },
  });
const write = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { origin: site, "x-evenkeel-token": token, ...headers },
  });
// biome-ignore lint/suspicious/noExplicitAny: an answer is looked into at will
const jsonOf = async (answer: Response | Promise<Response>): Promise<any> => (await answer).json();
const textOf = async (answer: Response | Promise<Response>) => (await answer).text();

describe("answers", () => {
  test("pages with the token, under a policy that allows nothing from elsewhere", async () => {
    for (const path of [
      "/",
      "/run?id=x",
      "/compare",
      "/new",
      "/claims",
      "/data",
      "/sweep?id=x",
      "/classifiers",
    ]) {
      const answer = await ask(path);
      expect(await answer.text()).toBe(`<p>${token}</p>`);
      expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'; /);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    }
    const asset = await ask("/assets/a.js");
    expect(await asset.text()).toBe("1;");
    expect(asset.headers.get("cache-control")).toContain("immutable");
  });

  test("the runs, one run and its curves", async () => {
    const list = await jsonOf(ask("/api/runs?key=loss"));
    expect(list.runs).toMatchObject([{ id: "runs/one", gStep: 3, config: { loss: "hinge" } }]);
    const details = await jsonOf(ask("/api/run?id=runs/one"));
    expect(details).toMatchObject({ folder: run, samples: [3], reals: false, canStop: false });
    expect(details.canResume).toBe(true);
    expect(details.differences).toEqual({
      recipe: "quickstart",
      keys: [
        { key: "name", value: "trial", usual: "quickstart" },
        { key: "steps", value: 3, usual: expect.any(Number) },
      ],
    });
    const curves = await jsonOf(ask("/api/curves?id=runs/one&axis=images"));
    expect(curves).toMatchObject({ x: [32, 64, 96], perPoint: 1 });
    // hinge: 1 for each half
    expect(curves.groups.loss.reference).toMatchObject({ value: 2 });
    const verdicts = await jsonOf(ask("/api/verdicts?id=runs/one"));
    expect(verdicts).toEqual({ spans: [], tooLong: false });
    expect(await jsonOf(ask("/api/keys"))).toContain("discriminator.reparametrization.name");
  });

  test("samples as pictures", async () => {
    const answer = await ask("/api/file?id=runs/one&kind=sample&step=3");
    expect(answer.headers.get("content-type")).toBe("image/png");
    const file = await readFile(join(run, "samples", "000003.png"));
    expect(Buffer.from(await answer.arrayBuffer()).equals(file)).toBe(true);
    expect((await ask("/api/file?id=runs/one&kind=sample&step=4")).status).toBe(404);
  });

  test("a report on its own, away from the pages", async () => {
    await writeFile(join(run, "report.html"), "<script>1</script>");
    const answer = await ask("/api/file?id=runs/one&kind=report");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox allow-scripts");
    expect(answer.headers.get("content-security-policy")).not.toContain("allow-same-origin");
  });

  test("what is wrong in a sentence", async () => {
    for (const [path, status] of [
      ["/api/run?id=runs/none", 404],
      ["/api/run", 404],
      ["/api/curves?id=runs/one&axis=weeks", 400],
      ["/nowhere", 404],
    ] as const) {
      const answer = await ask(path);
      expect(answer.status).toBe(status);
      expect((await jsonOf(answer)).error).toMatch(/\w/);
    }
  });
});

describe("claims", () => {
  const tested = join(runs, "claims", "settings");
  const result = {
    claim: "settings",
    scale: "small",
    data: [{ title: "digits", measure: "Fréchet distance" }],
    ...{ verdict: "holds", measured: "5 of 5", toDecide: null, parts: [], chosen: null },
    ...{ figure: { alt: "distances" }, runs: 10, seconds: { training: 60, judging: 3 } },
    at: "2026-01-02T03:04:05.000Z",
  };
  beforeAll(async () => {
    await mkdir(tested, { recursive: true });
    await writeFile(join(tested, "claim.json"), "{}");
    await writeFile(join(tested, "result.json"), JSON.stringify(result));
    await writeFile(join(tested, "figure.svg"), "<svg/>");
    await symlink(join(folder, "secret.png"), join(tested, "index.html"));
  });
  const nameOf = (one: { name: string }) => one.name;

  test("all of them, the tested ones with their newest results", async () => {
    const list = await jsonOf(ask("/api/claims"));
    expect(list.claims.map(nameOf)).toEqual(expect.arrayContaining(claims.map(nameOf)));
    const own = list.claims.find((one: { name: string }) => one.name === "settings");
    expect(own.results).toMatchObject([
      { id: "runs/claims/settings", verdict: { name: "holds", tone: "good" }, seconds: 63 },
    ]);
    expect(list.about.small).toMatch(/^Of \d+ claims, 1 holds, \d+ are not tested/);
    await writeFile(join(tested, "result.json"), "{");
    const damaged = await jsonOf(ask("/api/claims"));
    expect(damaged.about).toEqual({});
  });

  test("their figures, which run nothing; no links, and nothing else", async () => {
    const answer = await ask("/api/claim-file?id=runs/claims/settings&kind=figure");
    expect(await answer.text()).toBe("<svg/>");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    for (const wrong of [
      "id=runs/claims/settings&kind=page",
      "id=runs/claims/settings&kind=result",
      "id=runs/one&kind=page",
      "id=../claims/settings&kind=figure",
    ]) {
      expect((await ask(`/api/claim-file?${wrong}`)).status, wrong).toBe(404);
    }
  });
});

describe("data sets", () => {
  test("all that there are with their options, and those of the runs", async () => {
    const { sets, used } = await jsonOf(ask("/api/data"));
    const folderSet = sets.find(({ name }: { name: string }) => name === "folder");
    const keys = folderSet.fields.map(({ key }: { key: string }) => key);
    expect(keys).toEqual(expect.arrayContaining(["path", "size", "fit"]));
    expect(used).toEqual([]);
    const record = { kind: "evenkeel-dataset", formatVersion: 1, name: "ring", count: 8 };
    const more = { source: "built-in", workingFolder: "/", classes: [], notes: [], earlier: [] };
    await writeFile(join(run, "dataset.json"), JSON.stringify({ ...record, ...more, files: null }));
    expect((await jsonOf(ask("/api/data"))).used).toMatchObject([
      { name: "ring", count: 8, heldOut: 0, runs: ["runs/one"], reals: null },
    ]);
  });

  test("are checked for pages of the studio only, and only if they exist", async () => {
    for (const body of [
      undefined,
      {},
      { name: "../x" },
      { name: "ring", options: { grid: "a.png" } },
    ])
      expect((await write("/api/check", body)).status).toBe(400);
    const request = { name: "ring" };
    expect((await write("/api/check", request, { "x-evenkeel-token": "" })).status).toBe(403);
    expect((await write("/api/check", request, { origin: "http://evil" })).status).toBe(403);
    for (const path of ["/api/check?id=x", "/api/check-grid?id=x"])
      expect((await ask(path)).status).toBe(404);
  });
});

describe("notes", () => {
  test("are kept in the run's folder, changed one by one", async () => {
    expect((await write("/api/notes?id=runs/one", { tags: ["a", "a"] })).status).toBe(200);
    const after = await write("/api/notes?id=runs/one", { note: "<b>good</b>" });
    expect(await jsonOf(after)).toMatchObject({ tags: ["a"], note: "<b>good</b>" });
    const file = JSON.parse(await readFile(join(run, "studio.json"), "utf8"));
    expect(file).toEqual({ tags: ["a"], note: "<b>good</b>", archived: false });
  });

  test.each([
    [{ tags: "a" }],
    [{ tags: [""] }],
    [{ note: "x".repeat(10_001) }],
    [{ other: 1 }],
    [7],
  ])("%j are refused", async (body) => {
    const before = await readFile(join(run, "studio.json"), "utf8");
    const answer = await write("/api/notes?id=runs/one", body);
    expect(answer.status).toBe(400);
    expect((await jsonOf(answer)).error).toMatch(/^notes: /);
    expect(await readFile(join(run, "studio.json"), "utf8")).toBe(before);
  });
});

/** Ways to name a file outside of a run's folder, or of the folder of pages. */
const traversals = [
  "../secret",
  "../../secret.png",
  "..%2f..%2fsecret.png",
  "..%252f..%252fsecret.png",
  "%2e%2e/%2e%2e/secret.png",
  "%2e%2e%2f%2e%2e%2fsecret.png",
  "..\\..\\secret.png",
  "..%5c..%5csecret.png",
  "....//....//secret.png",
  "/etc/passwd",
  "//etc/passwd",
  "%2fetc%2fpasswd",
  "file:///etc/passwd",
  "one/../../secret.png",
  "runs/one/../../secret.png",
  "runs/one/..",
  "runs/one/.",
  "runs//one",
  "runs/./one",
  "runs/one/",
  "runs/one%00",
  "runs/one%00.png",
  "runs/../runs/one",
  ".",
  "..",
  "~/secret.png",
  "C:\\secret.png",
  "\\\\host\\secret.png",
  "%c0%ae%c0%ae/secret.png",
  "\u2025/secret.png",
];

describe("keeps what is not a run's", () => {
  test.each(traversals)("%s leads nowhere", async (path) => {
    for (const address of [
      `/api/run?id=${path}`,
      `/api/curves?id=${path}`,
      `/api/sweep?id=${path}`,
      `/api/file?id=${path}&kind=reals`,
      `/api/file?id=runs/one&kind=picture&name=${path}`,
      `/api/file?id=runs/one&kind=sample&step=${path}`,
      `/api/file?id=runs/one&kind=${path}`,
      `/assets/${path}`,
      `/${path}`,
    ]) {
      const answer = await ask(address);
      const text = await answer.text();
      expect(text).not.toMatch(/secret$|root:/);
      if (!address.startsWith("/api/run") || answer.status === 200) continue;
      expect(answer.status).toBe(404);
    }
    expect((await write(`/api/notes?id=${path}`, { note: "x" })).status).toBe(404);
  });

  test("links out of a run's folder are not followed", async () => {
    await symlink(join(folder, "secret.png"), join(run, "reals.png"));
    await symlink(join(folder, "secret.png"), join(run, "samples", "000004.png"));
    expect((await ask("/api/file?id=runs/one&kind=reals")).status).toBe(404);
    expect((await ask("/api/file?id=runs/one&kind=sample&step=4")).status).toBe(404);
  });
});

describe("keeps others out", () => {
  test.each(["evil.example", "evil.example:4270", "127.0.0.1.evil.example", "localhost.evil", ""])(
    "the Host header %j",
    async (host) => {
      const answer = await ask("/api/runs", { host });
      expect(answer.status).toBe(403);
      expect(await textOf(answer)).not.toContain("runs/one");
    },
  );

  test.each(["localhost:4270", "127.0.0.1:9", "[::1]:4270", "localhost"])(
    "but not the Host header %j",
    async (host) => expect((await ask("/api/runs", { host })).status).toBe(200),
  );

  test.each([
    ["of another site", { origin: "http://evil.example" }],
    ["of no site", { origin: "null" }],
    ["of another port", { origin: "http://127.0.0.1:1" }],
    ["without the token", { "x-evenkeel-token": "" }],
    ["with another token", { "x-evenkeel-token": "0123456789abcdee" }],
  ])("a write %s", async (_, headers) => {
    const before = await readFile(join(run, "studio.json"), "utf8");
    for (const path of ["notes", "stop", "resume", "fields", "forecast", "start"]) {
      const answer = await write(`/api/${path}?id=runs/one`, { note: "evil" }, headers);
      expect(answer.status).toBe(403);
    }
    expect(await readFile(join(run, "studio.json"), "utf8")).toBe(before);
  });
});
