import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { barChart, lineChart } from "./chart.ts";
import { chartsIn, type Page } from "./content.ts";
import { binaryAddress } from "./html.ts";
import { pageHtml } from "./page.ts";

const hostile = `<script>alert("x")</script> & 'y' http://example.org/`;
const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: "red" } })
  .png()
  .toBuffer();
const picture = { source: binaryAddress("image/png", png), width: 2, height: 2 };
const chart = lineChart({
  title: hostile,
  x: { label: hostile },
  y: { label: "y", scale: "log" },
  series: [
    { name: hostile, x: [1, 2, 2], y: [1, 0.1, 1e-7] },
    { name: "b", x: [2, 3], y: [5, Number.NaN], band: { low: [4, 1], high: [6, 2] } },
  ],
});
const page: Page = {
  title: hostile,
  about: hostile,
  sections: [
    {
      title: hostile,
      parts: [
        { kind: "prose", text: hostile, tone: "bad" },
        { kind: "table", caption: hostile, head: [hostile, "n"], rows: [[hostile, 1]] },
        { kind: "image", ...picture, alt: hostile, caption: hostile },
        {
          kind: "frames",
          title: hostile,
          frames: [1, 2].map((n) => ({ ...picture, label: `${hostile} ${n}` })),
        },
        { kind: "details", summary: hostile, text: hostile },
        { kind: "charts", charts: [chart, { ...chart, drawing: null }] },
        { kind: "fold", summary: hostile, parts: [{ kind: "charts", charts: [chart] }] },
      ],
    },
  ],
};
const html = pageHtml(page);

/** The elements that HTML never closes. */
const VOID = ["meta", "img", "input"];

/** Every tag with its attributes; throws where one is closed that is not open, or none is. */
function tagsOf(text: string): { name: string; attributes: Record<string, string> }[] {
  const body = text.replaceAll(/(<(style|script)>)[\s\S]*?<\/\2>/g, "$1</$2>");
  const open: string[] = [];
  const tags = [
    ...body.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>/gi),
  ];
  // nothing that looks like a tag is left over
  expect(body.match(/</g)).toHaveLength(tags.length + 1);
  return tags.flatMap(([, closing, name = "", attributes = "", selfClosed]) => {
    if (closing === "/") {
      expect(open.pop()).toBe(name);
      return [];
    }
    if (!selfClosed && !VOID.includes(name)) open.push(name);
    const pairs = [...attributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)];
    return [{ name, attributes: Object.fromEntries(pairs.map(([, k, v = ""]) => [k, v])) }];
  });
}

describe("a page", () => {
  test("is well nested, whatever is written in it", () => {
    const names = tagsOf(html).map(({ name }) => name);
    expect(names.filter((name) => name === "script")).toHaveLength(1);
    for (const name of ["h1", "h2", "table", "svg", "img", "details", "input"]) {
      expect(names).toContain(name);
    }
  });

  test("loads nothing, and forbids it", () => {
    const tags = tagsOf(html);
    for (const { name, attributes } of tags) {
      for (const key of ["src", "href", "xlink:href", "action", "data", "srcset"]) {
        const address = attributes[key];
        if (address !== undefined) expect(`${name} ${address}`).toMatch(/^\w+ (data:|#)/);
      }
    }
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1];
    expect(style).not.toMatch(/@import|url\(/);
    const policy = tags.find(({ attributes }) => attributes["http-equiv"] !== undefined);
    expect(policy?.attributes.content).toMatch(/^default-src 'none'; img-src data:;/);
  });

  test("has words for all that is to be seen", () => {
    for (const { name, attributes } of tagsOf(html)) {
      if (name === "img") expect(attributes.alt).toMatch(/\w/);
      if (name === "input") expect(attributes["aria-label"]).toMatch(/\w/);
      if (attributes.role === "img") expect(attributes["aria-label"]).toMatch(/\w/);
    }
  });
});

test("facts and entries are texts; an entry links to its own page, and has its chart and its badge", () => {
  const entry = { about: hostile, facts: [[hostile, hostile]] } as const;
  const text = pageHtml({
    title: "t",
    sections: [
      {
        title: "all",
        parts: [
          { kind: "facts", facts: [["name", hostile]] },
          {
            kind: "entries",
            entries: [
              {
                ...{ ...entry, title: hostile, page: "a b/index.html", chart },
                badge: { text: "holds", tone: "good" },
              },
              { ...entry, title: "plain", badge: { text: hostile } },
            ],
          },
        ],
      },
    ],
  });
  const tags = tagsOf(text);
  const of = (name: string) => tags.filter((tag) => tag.name === name);
  expect(of("script")).toHaveLength(1);
  expect(of("article")).toHaveLength(2);
  expect(of("dd")).toHaveLength(3);
  expect(of("svg")).toHaveLength(1);
  expect(of("a").map(({ attributes }) => attributes.href)).toEqual(["a%20b/index.html"]);
  expect(of("span").map(({ attributes }) => attributes.class)).toEqual(["badge good", "badge"]);
});

describe("a chart", () => {
  test("is an SVG document of its own", async () => {
    const { width, height } = chart.drawing!;
    const { format, ...size } = await sharp(Buffer.from(chart.drawing!.svg)).metadata();
    expect({ format, width: size.width, height: size.height }).toEqual({
      format: "svg",
      width,
      height,
    });
  });

  test("has a CSV with a row for each value at each x, and edges of bands", () => {
    const name = `"${hostile.replaceAll('"', '""')}"`;
    expect(chart.csv.split("\r\n")).toEqual([
      `${name},${name},b,b least,b greatest`,
      "1,1,,,",
      "2,0.1,5,4,6",
      "2,1e-7,,,",
      "3,,NaN,1,2",
      "",
    ]);
  });

  test("of one dot is words, and of nothing that can be drawn", () => {
    const axes = { x: { label: "steps" }, y: { label: "y", scale: "log" } } as const;
    const of = (...ys: readonly number[]) =>
      lineChart({
        ...axes,
        title: "distance",
        series: ys.map((y, i) => ({ name: `run ${i}`, x: [200], y: [y] })),
      });
    expect(of(0.5)).toMatchObject({ drawing: null, alt: "distance: 0.5 (steps 200)." });
    expect(of(0.5, -1).alt).toBe("distance: run 0 0.5 (steps 200); run 1 no value to draw.");
    const cloud = { name: "a", marks: "points", y: [1, 2] } as const;
    const points = (x: readonly number[], marks: "points" | "both") =>
      lineChart({ ...axes, title: "t", series: [{ ...cloud, x, marks }] }).drawing;
    expect(points([1, 1], "both")).toBeNull();
    expect(points([1, 1], "points")).not.toBeNull();
    const bars = { title: "FID", x: { label: "FID" } };
    expect(barChart({ ...bars, names: ["a"], values: [3] })).toMatchObject({
      ...{ drawing: null, alt: "FID: a 3.", csv: ",FID\r\na,3\r\n" },
    });
    expect(barChart({ ...bars, names: ["a", "b"], values: [3, 4] }).drawing).not.toBeNull();
  });

  test("is found where it is folded away", () => {
    const fold = {
      kind: "fold",
      summary: "",
      parts: [{ kind: "charts", charts: [chart] }],
    } as const;
    expect(chartsIn([fold, { kind: "fold", summary: "", parts: [fold] }])).toEqual([chart, chart]);
  });
});
