/** How long the list of runs takes in a browser. */
import { chromium } from "playwright-core";

/** What was done, and the milliseconds until it was drawn: the median of some. */
export type PageTime = readonly [what: string, milliseconds: number];

/** Times that are measured of each. */
const TIMES = 7;

/** Waits in the page until rows have changed and are drawn; the milliseconds since `act`. */
const TIMED = `async (act) => {
  const rows = () => [...document.querySelectorAll("table.runs tbody tr")].map((row) => row.textContent).join();
  const before = rows();
  const start = performance.now();
  act();
  while (rows() === before) await new Promise((done) => setTimeout(done));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}`;

/** Sets the filter as typing does. */
const FILTER = (text: string) => `() => {
  const box = document.querySelector("input[type=search]");
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, ${JSON.stringify(text)});
  box.dispatchEvent(new Event("input", { bubbles: true }));
}`;

/** Clicks the head of the first column. */
const SORT = `() => document.querySelector("thead button").click()`;

/** Opens the studio's list, filters and sorts it. */
export async function pageTimes(
  address: string,
  executablePath: string,
): Promise<readonly PageTime[]> {
  const browser = await chromium.launch({ executablePath });
  try {
    const page = await browser.newPage();
    const start = performance.now();
    await page.goto(address);
    await page.locator("table.runs tbody tr").first().waitFor();
    const opened = performance.now() - start;
    const medianOf = async (...acts: readonly string[]) => {
      const times: number[] = [];
      for (let i = 0; i < TIMES; i++) {
        for (const act of acts) times.push(await page.evaluate(`(${TIMED})(${act})`));
      }
      return times.sort((a, b) => a - b)[times.length >> 1] as number;
    };
    return [
      ["first page in Chromium", opened],
      ["filter by a word, and back", await medianOf(FILTER("ended-99"), FILTER(""))],
      ["sort", await medianOf(SORT)],
    ];
  } finally {
    await browser.close();
  }
}
