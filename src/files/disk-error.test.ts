import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { EvenkeelError } from "../errors.ts";
import { diskError, onDisk, reasonOf } from "./disk-error.ts";

test("each failure names the path, what happened and the way out", () => {
  const codes = ["ENOSPC", "EDQUOT", "EACCES", "EROFS", "EMFILE", "EWEIRD"];
  const told = codes.map((code) => {
    const cause = Object.assign(new Error("raw"), { code, syscall: "write" });
    const error = diskError(cause, "write", "runs/0001-a/run.json") as EvenkeelError;
    return `${error.code} ${error.message}\n  ${error.advice}`;
  });
  expect(told.join("\n")).toMatchInlineSnapshot(`
    "DISK cannot write runs/0001-a/run.json: no space is left on the disk (ENOSPC)
      Free some space there, or choose another folder.
    DISK cannot write runs/0001-a/run.json: the disk quota is used up (EDQUOT)
      Free some of your space, or choose another folder.
    DISK cannot write runs/0001-a/run.json: permission was denied (EACCES)
      Change the permissions, or choose a folder that you own.
    DISK cannot write runs/0001-a/run.json: the file system is read-only (EROFS)
      Choose a folder on a writable disk.
    DISK cannot write runs/0001-a/run.json: too many files are open (EMFILE)
      Raise the limit of open files (ulimit -n).
    DISK cannot write runs/0001-a/run.json: the system refused (EWEIRD)
      Check the path and the disk."
  `);
});

test("a failure of Node's own is translated and kept as the cause", async () => {
  const path = join(await temporaryFolder(), "missing");
  const failure = onDisk("read", path, async () => readFileSync(path));
  await expect(failure).rejects.toMatchObject({
    code: "DISK",
    message: `cannot read ${path}: there is no such file or folder (ENOENT)`,
    details: { path, code: "ENOENT" },
    cause: { code: "ENOENT", syscall: "open" },
  });
});

test("what is no failure of the disk stays as it is", () => {
  const bug = new TypeError("x is not a function");
  const own = new EvenkeelError("CONFIG", "steps: must be positive, got -1");
  const nodes = Object.assign(new TypeError("bad argument"), { code: "ERR_INVALID_ARG_TYPE" });
  expect([bug, own, nodes].map((error) => diskError(error, "read", "x"))).toEqual([
    bug,
    own,
    nodes,
  ]);
});

test("a reason is the failure in words, or the error's own message", () => {
  const full = Object.assign(new Error("ENOSPC: raw"), { code: "ENOSPC" });
  expect([full, new Error("cut off"), "odd"].map(reasonOf)).toEqual([
    "no space is left on the disk (ENOSPC)",
    "cut off",
    "odd",
  ]);
});
