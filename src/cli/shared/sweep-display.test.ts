import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { SweepEvent } from "../../sweeps/execution/index.ts";
import { createSweepDisplay } from "./sweep-display.ts";

test("the block is removed from its first column, wherever ^C left the cursor", () => {
  const through = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const display = createSweepDisplay(3, 0, through as unknown as NodeJS.WriteStream);
  const progress: SweepEvent = { type: "progress", running: [], waiting: 3 };
  display.show(progress);
  through.write("^C");
  display.note("stopping");
  display.close();
  // CSI 1 G: to the first column; CSI 1 A: up; CSI 0 J: clear what follows
  expect(String(through.read())).toBe(
    "0 of 3 runs done, 0 running, 3 queued\n^C\x1b[1G\x1b[1A\x1b[0Jstopping\n",
  );
});
