import { expect, test } from "vitest";
import { firstImages, imageNameText, parseImageNames } from "./image-names.ts";

test.each([
  ["3,17,42", ["3", "17", "42"]],
  ["0-3", ["0", "1", "2", "3"]],
  ["7:13", ["7:13"]],
  ["7:0-2, 9", ["7", "7:1", "7:2", "9"]],
])("%s names %j", (list, names) => {
  expect(parseImageNames(list).map(imageNameText)).toEqual(names);
});

test("the images of a seed have names that lead to them again", () => {
  const images = firstImages(5, 3);
  expect(images.map(imageNameText)).toEqual(["5", "5:1", "5:2"]);
  expect(parseImageNames("5,5:1,5:2")).toEqual(images);
});

test.each(["", "a", "1,,2", "-1", "5-3", "1.5", "1:2:3", "99999999999999999999"])(
  "refuses %j",
  (list) => {
    expect(() => parseImageNames(list)).toThrow(/^--seeds: must be seeds, such as 3,17,42/);
  },
);

test.each(["0-100000", "3:100000", "0-60000,0-60000"])("refuses too many: %s", (list) => {
  expect(() => parseImageNames(list)).toThrow(/^--seeds: must name at most 100000 images/);
});
