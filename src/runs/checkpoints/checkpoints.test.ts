import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { EvenkeelError } from "../../errors.ts";
import type { FileTensor } from "../../formats/safetensors.ts";
import { randomStream, restoreRandomStream } from "../../random.ts";
import {
  type CheckpointContent,
  checkpointAt,
  newestSoundCheckpoint,
  readCheckpoint,
  writeCheckpoint,
} from "./checkpoints.ts";
import { cleanCheckpoints, listCheckpoints } from "./files.ts";

/** A number beyond every process number of today's systems. */
const DEAD = 999999999;

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

function content(gStep: number, over: Partial<CheckpointContent> = {}): CheckpointContent {
  const noise = randomStream(gStep, "noise");
  noise.normal();
  return {
    counters: { gStep, dStep: 5 * gStep, images: 320 * gStep },
    architecture: "cnn 32x32 sn",
    streams: { noise: noise.state() },
    shuffle: { epoch: 1, order: [2, 0, 1], at: 2 },
    sections: { adam: { step: gStep, note: null } },
    tensors: new Map<string, FileTensor>([
      [
        "d/conv1/weight",
        { dtype: "float32", shape: [2, 3], data: new Float32Array(6).fill(gStep) },
      ],
      ["d/conv1/u", { dtype: "float64", shape: [2], data: Float64Array.of(1 / 3, -0) }],
    ]),
    ...over,
  };
}

async function told(failing: Promise<unknown>): Promise<string> {
  const error = await failing.then(
    () => expect.unreachable("it did not fail"),
    (reason: unknown) => reason as EvenkeelError,
  );
  expect(error).toBeInstanceOf(EvenkeelError);
  return `${error.code} ${error.message}\n${error.advice}`.replaceAll(folder, "checkpoints");
}

async function damage(path: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  await writeFile(path, change(await readFile(path)));
}

const flipLastByte = (bytes: Buffer) => {
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
  return bytes;
};

describe("writeCheckpoint", () => {
  test("what is read is what was written, to the bit", async () => {
    const path = await writeCheckpoint(folder, content(200), 3);
    expect(path).toBe(join(folder, "000200"));
    const weights = await readFile(join(path, "weights.safetensors"));
    const sha256 = createHash("sha256").update(weights).digest("hex");
    expect(await readCheckpoint(path)).toEqual({ path, sha256, ...content(200) });
    const stream = randomStream(200, "noise");
    stream.normal();
    const restored = restoreRandomStream((await readCheckpoint(path)).streams.noise!);
    expect([restored.normal(), restored.normal()]).toEqual([stream.normal(), stream.normal()]);
  });

  test("the folder is readable without Evenkeel", async () => {
    const path = await writeCheckpoint(folder, content(1234567), 3);
    expect((await readdir(path)).sort()).toEqual(["state.json", "weights.safetensors"]);
    const state = JSON.parse(await readFile(join(path, "state.json"), "utf8"));
    const weights = await readFile(join(path, "weights.safetensors"));
    expect(state).toMatchObject({
      kind: "evenkeel-checkpoint",
      formatVersion: 1,
      counters: { gStep: 1234567 },
      weights: {
        file: "weights.safetensors",
        bytes: weights.length,
        sha256: createHash("sha256").update(weights).digest("hex"),
      },
    });
  });

  test("equal runs write equal bytes", async () => {
    const other = await temporaryFolder();
    const paths = [
      await writeCheckpoint(folder, content(7), 1),
      await writeCheckpoint(other, content(7), 1),
    ];
    for (const name of ["weights.safetensors", "state.json"]) {
      const [a, b] = await Promise.all(paths.map((path) => readFile(join(path, name))));
      expect(a).toEqual(b);
    }
  });

  test("the last ones are kept, or all", async () => {
    for (const step of [100, 200, 300, 400]) await writeCheckpoint(folder, content(step), 2);
    expect(await readdir(folder)).toEqual(["000300", "000400"]);
    await writeCheckpoint(folder, content(500), 0);
    expect((await listCheckpoints(folder)).map(({ step }) => step)).toEqual([300, 400, 500]);
  });

  test("a run that went back replaces its former future", async () => {
    for (const step of [100, 200, 300]) await writeCheckpoint(folder, content(step), 3);
    const again = content(200, { sections: { again: true } });
    await writeCheckpoint(folder, again, 3);
    expect(await readdir(folder)).toEqual(["000100", "000200"]);
    expect((await readCheckpoint(join(folder, "000200"))).sections).toEqual({ again: true });
  });

  test("a failed write leaves the old checkpoints and nothing else", async () => {
    await writeCheckpoint(folder, content(100), 1);
    const sections = { rate: Number.NaN };
    expect(
      await told(writeCheckpoint(folder, content(200, { sections }), 1)),
    ).toMatchInlineSnapshot(`
      "CHECKPOINT state.sections.rate: must be a value that JSON can represent, got NaN
      undefined"
    `);
    const odd = { list: [new Float32Array(1)] } as unknown as CheckpointContent["sections"];
    expect(
      await told(writeCheckpoint(folder, content(200, { sections: odd }), 1)),
    ).toMatchInlineSnapshot(`
      "CHECKPOINT state.sections.list.0: must be a value that JSON can represent, got a Float32Array
      undefined"
    `);
    expect(await readdir(folder)).toEqual(["000100"]);
  });

  test("what a killed writer left is removed, and what it replaced is put back", async () => {
    await writeCheckpoint(folder, content(100), 3);
    await writeCheckpoint(folder, content(200), 3);
    await cp(join(folder, "000200"), join(folder, `.tmp-000200-${DEAD}`), { recursive: true });
    await rename(join(folder, "000200"), join(folder, `.replaced-000200-${DEAD}`));
    await mkdir(join(folder, `.replaced-000100-${DEAD}`));
    await mkdir(join(folder, `.tmp-000300-${process.ppid}`));
    await cleanCheckpoints(folder);
    expect(await readdir(folder)).toEqual([`.tmp-000300-${process.ppid}`, "000100", "000200"]);
    expect((await readCheckpoint(join(folder, "000200"))).counters.gStep).toBe(200);
  });
});

describe("damage", () => {
  const ways: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    "no state": (path) => rm(join(path, "state.json")),
    "no weights": (path) => rm(join(path, "weights.safetensors")),
    "cut weights": (path) => damage(join(path, "weights.safetensors"), (b) => b.subarray(0, -9)),
    "empty weights": (path) => writeFile(join(path, "weights.safetensors"), ""),
    "a flipped bit": (path) => damage(join(path, "weights.safetensors"), flipLastByte),
    "cut state": (path) => damage(join(path, "state.json"), (b) => b.subarray(0, 200)),
    "a changed counter": (path) =>
      damage(join(path, "state.json"), (b) => Buffer.from(b.toString().replace("300", "301"))),
    "a missing field": (path) =>
      damage(join(path, "state.json"), (b) =>
        Buffer.from(b.toString().replace("shuffle", "shufle")),
      ),
    "another file": (path) => writeFile(join(path, "state.json"), '{"kind":"other"}'),
  };

  test("the newest sound checkpoint is found behind every kind of damage", async () => {
    const messages: string[] = [];
    for (const [way, damageIt] of Object.entries(ways)) {
      for (const step of [100, 200, 300]) await writeCheckpoint(folder, content(step), 3);
      await damageIt(join(folder, "000300"));
      const { checkpoint, damaged } = await newestSoundCheckpoint(folder);
      expect(checkpoint?.counters.gStep).toBe(200);
      const [{ path, why } = { path: "", why: "" }] = damaged;
      expect([damaged.length, path]).toEqual([1, join(folder, "000300")]);
      messages.push(`${way}: ${why.replaceAll(folder, "checkpoints")}`);
      await rm(join(folder, "000300"), { recursive: true });
    }
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "no state: state.json is missing
      no weights: weights.safetensors is missing
      cut weights: weights.safetensors has 223 bytes, not 232
      empty weights: weights.safetensors has 0 bytes, not 232
      a flipped bit: weights.safetensors fails its checksum
      cut state: state.json is not a JSON object
      a changed counter: state.json fails its checksum
      a missing field: state.json: shuffle: Invalid input; Unrecognized key: "shufle"
      another file: state.json is of the kind "other""
    `);
  });

  test("a file is no checkpoint, whatever its name, and makes room for one", async () => {
    await writeFile(join(folder, "000300"), "");
    expect(await newestSoundCheckpoint(folder)).toEqual({ checkpoint: null, damaged: [] });
    await writeCheckpoint(folder, content(200), 3);
    expect((await newestSoundCheckpoint(folder)).checkpoint?.counters.gStep).toBe(200);
    await writeCheckpoint(folder, content(300), 3);
    expect((await newestSoundCheckpoint(folder)).checkpoint?.counters.gStep).toBe(300);
    expect((await readdir(folder)).toSorted()).toEqual(["000200", "000300"]);
  });

  test("no byte of a checkpoint can change unnoticed", async () => {
    const path = await writeCheckpoint(folder, content(1), 1);
    for (const name of ["weights.safetensors", "state.json"]) {
      const good = await readFile(join(path, name));
      for (let i = 0; i < good.length; i += 7) {
        const bad = Buffer.from(good);
        bad[i] = (bad[i] as number) ^ 4;
        await writeFile(join(path, name), bad);
        await expect(readCheckpoint(path)).rejects.toMatchObject({ code: "CHECKPOINT" });
      }
      await writeFile(join(path, name), good);
    }
    expect((await readCheckpoint(path)).counters.gStep).toBe(1);
  });

  test("the error for a damaged checkpoint names the last good one", async () => {
    for (const step of [100, 200, 300]) await writeCheckpoint(folder, content(step), 3);
    await damage(join(folder, "000300", "weights.safetensors"), flipLastByte);
    await damage(join(folder, "000200", "weights.safetensors"), flipLastByte);
    const messages = [
      await told(checkpointAt(folder, 300)),
      await told(checkpointAt(folder, 400)),
      await told(checkpointAt(join(folder, "nowhere"), 1)),
    ];
    await rm(join(folder, "000100"), { recursive: true });
    messages.push(await told(checkpointAt(folder, 300)), await told(newestSoundCheckpoint(folder)));
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "CHECKPOINT checkpoints/000300: the checkpoint is damaged: weights.safetensors fails its checksum
      The newest sound checkpoint is checkpoints/000100.
      CHECKPOINT checkpoints: there is no checkpoint of step 400
      There are checkpoints of these steps: 100, 200, 300.
      CHECKPOINT checkpoints/nowhere: there is no checkpoint of step 1
      There are no checkpoints.
      CHECKPOINT checkpoints/000300: the checkpoint is damaged: weights.safetensors fails its checksum
      No other checkpoint is sound.
      CHECKPOINT checkpoints: no checkpoint is sound: checkpoints/000300: weights.safetensors fails its checksum; checkpoints/000200: weights.safetensors fails its checksum
      Start a new run, or restore a checkpoint from a copy."
    `);
  });

  test("a folder without checkpoints has no newest one", async () => {
    const none = { checkpoint: null, damaged: [] };
    expect(await newestSoundCheckpoint(folder)).toEqual(none);
    expect(await newestSoundCheckpoint(join(folder, "nowhere"))).toEqual(none);
  });

  test("a later version's checkpoint is refused, not passed over", async () => {
    await writeCheckpoint(folder, content(100), 3);
    const path = await writeCheckpoint(folder, content(200), 3);
    await damage(join(path, "state.json"), (bytes) =>
      Buffer.from(bytes.toString().replace('"formatVersion": 1', '"formatVersion": 2')),
    );
    expect(await told(newestSoundCheckpoint(folder))).toMatchInlineSnapshot(`
      "CHECKPOINT checkpoints/000200: the format version must be at most 1, got 2
      A later version of Evenkeel made this checkpoint. Install that version."
    `);
  });
});

describe("other networks", () => {
  const tensors = { "d/conv1/weight": [2, 3], "d/conv1/u": [2] };

  test("the right ones are accepted", async () => {
    await writeCheckpoint(folder, content(100), 3);
    const expected = { fingerprint: "cnn 32x32 sn", tensors };
    expect((await checkpointAt(folder, 100, expected)).counters.gStep).toBe(100);
  });

  test("others are refused by the first tensors that differ", async () => {
    await writeCheckpoint(folder, content(100), 3);
    const expected = [
      { fingerprint: "cnn 32x32 sn", tensors: { ...tensors, "d/conv1/weight": [4, 3] } },
      { fingerprint: "cnn 32x32 none", tensors: { "d/conv1/weight": [2, 3] } },
      {
        fingerprint: "cnn 48x48 sn",
        tensors: { a: [1], b: [2], c: [3], d: [], "d/conv1/u": [2] },
      },
      { fingerprint: "cnn 32x32 slope 0.2", tensors },
    ];
    const messages = [];
    for (const one of expected) messages.push(await told(newestSoundCheckpoint(folder, one)));
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "CHECKPOINT checkpoints/000100: the checkpoint belongs to different networks: d/conv1/weight: expected [4, 3], found [2, 3]
      Use the config that the checkpoint was made with (config.yaml in its run folder).
      CHECKPOINT checkpoints/000100: the checkpoint belongs to different networks: d/conv1/u: expected none, found [2]
      Use the config that the checkpoint was made with (config.yaml in its run folder).
      CHECKPOINT checkpoints/000100: the checkpoint belongs to different networks: a: expected [1], found none; b: expected [2], found none; c: expected [3], found none; and 2 more
      Use the config that the checkpoint was made with (config.yaml in its run folder).
      CHECKPOINT checkpoints/000100: the checkpoint belongs to different networks: expected cnn 32x32 slope 0.2, found cnn 32x32 sn; all tensors agree in shape
      Use the config that the checkpoint was made with (config.yaml in its run folder)."
    `);
  });
});
