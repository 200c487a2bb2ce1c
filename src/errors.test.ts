import { expect, test } from "vitest";
import { EvenkeelError, refusal } from "./errors.ts";

test("a refusal has its facts in the message and in the details", () => {
  const error = refusal("CONFIG", {
    where: "steps",
    rule: "must be at least 1",
    got: 0,
    advice: "Leave it out.",
    details: { path: "a.yaml" },
  });
  expect(error).toMatchObject({
    code: "CONFIG",
    message: "steps: must be at least 1, got 0",
    advice: "Leave it out.",
  });
  expect(error.details).toEqual({
    where: "steps",
    rule: "must be at least 1",
    got: 0,
    path: "a.yaml",
  });
});

test("a list is shown in brackets and kept as a list", () => {
  const error = refusal("SHAPE", { where: "images", rule: "must be [N, C, H, W]", got: [2, 3] });
  expect(error.message).toBe("images: must be [N, C, H, W], got [2, 3]");
  expect(error.details.got).toEqual([2, 3]);
});

test("without a value the message ends with the rule", () => {
  const error = refusal("RUN_FOLDER", { where: "runs/0001-a", rule: "there is no such folder" });
  expect(error.message).toBe("runs/0001-a: there is no such folder");
  expect(error.details).toEqual({ where: "runs/0001-a", rule: "there is no such folder" });
});

test("a message and its advice hold no character that a terminal obeys, but may have lines", () => {
  const error = new EvenkeelError("DATA", "a\u001b[2J.npy: two problems:\n  b\r", {
    advice: "Remove \u202ec.",
    details: { path: "a\u001b[2J.npy" },
  });
  expect(error.message).toBe("a\\x1b[2J.npy: two problems:\n  b\\r");
  expect(error.advice).toBe("Remove \\u202ec.");
  expect(error.details.path).toBe("a\u001b[2J.npy");
});
