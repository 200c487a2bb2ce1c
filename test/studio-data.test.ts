/** Data sets that the built studio checks, in processes of their own. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DataCheck } from "../src/studio/api.ts";
import { built } from "./support/runs/built.ts";
import { sharedFolder } from "./support/temporary-folder.ts";

type StudioModule = typeof import("../src/studio/index.ts");
const cwd = sharedFolder();
let studio: Awaited<ReturnType<StudioModule["startStudio"]>>;
beforeAll(async () => {
  const { startStudio } = await built<StudioModule>("studio/index");
  studio = await startStudio({ runs: [join(cwd, "runs")], port: 0 });
});
afterAll(() => studio.close());

async function begin(name: string, options: Readonly<Record<string, string>>, query = "") {
  const headers = { origin: studio.address.slice(0, -1), "x-evenkeel-token": studio.token };
  const body = JSON.stringify({ name, options });
  const init = { method: "POST", headers, body };
  return (await (await fetch(`${studio.address}api/check${query}`, init)).json()) as DataCheck;
}

const ask = (path: string, id: string) =>
  fetch(`${studio.address}api/${path}?id=${encodeURIComponent(id)}`);

async function ended(id: string): Promise<DataCheck> {
  let state: DataCheck;
  do {
    await new Promise((resolve) => setTimeout(resolve, 50));
    state = (await (await ask("check", id)).json()) as DataCheck;
  } while (state.state === "running");
  return state;
}

test("a folder of images: what is in it, and a grid of it", async () => {
  const path = join(cwd, "images");
  for (const [i, kind] of ["cats", "dogs", "dogs"].entries()) {
    await mkdir(join(path, kind), { recursive: true });
    const pixels = {
      width: 8,
      height: 8,
      channels: 3,
      background: { r: 80 * i, g: 9, b: 9 },
    } as const;
    await sharp({ create: pixels })
      .png()
      .toFile(join(path, kind, `${i}.png`));
  }
  const { id } = await begin("folder", { path, size: "8" });
  const state = await ended(id);
  expect(state).toMatchObject({
    state: "done",
    hasGrid: true,
    report: {
      ...{ count: 3, channels: 3, blankCount: 3, broken: [] },
      classCounts: [
        { name: "cats", count: 1 },
        { name: "dogs", count: 2 },
      ],
    },
  });
  const grid = Buffer.from(await (await ask("check-grid", id)).arrayBuffer());
  const { data, info } = await sharp(grid).raw().toBuffer({ resolveWithObject: true });
  // three images of 64 pixels with 2 between them
  expect([info.width, info.height]).toEqual([3 * 64 + 2 * 2, 64]);
  const at = (x: number) => [
    ...data.subarray((20 * info.width + x) * info.channels).subarray(0, 3),
  ];
  expect([at(20), at(90), at(160)]).toEqual([
    [0, 9, 9],
    [80, 9, 9],
    [160, 9, 9],
  ]);
  expect(await begin("folder", { size: "8", path })).toEqual(state);
  expect((await begin("folder", { path, size: "8" }, "?again")).state).toBe("running");
});

test("points have no grid, and what cannot be read is told", async () => {
  const points = await ended((await begin("moons", { count: "100" })).id);
  expect(points).toMatchObject({ state: "done", hasGrid: false, report: { count: 100 } });
  expect((await ask("check-grid", points.id)).status).toBe(404);
  const nowhere = await ended((await begin("folder", { path: join(cwd, "nowhere") })).id);
  expect(nowhere).toMatchObject({ state: "failed", error: expect.stringContaining("nowhere") });
  const wrong = await ended((await begin("mnist", { size: "-1" })).id);
  expect(wrong).toMatchObject({ state: "failed", error: expect.stringContaining("--size") });
});
