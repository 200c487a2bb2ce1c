/** Charts drawn by Apache ECharts on the server: no browser, no canvas. */
import type { EChartsOption } from "echarts";
import { format, init } from "echarts/dist/echarts.esm.min.mjs";
import { fontFamily, fontSize } from "./svg.ts";

/** The content of a chart of this size as SVG, without what only a browser's pointer needs. */
export function renderChart(option: EChartsOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily, fontSize }, ...option });
    return chart
      .renderToSVGString()
      .replace(/^<svg[^>]*>/, "")
      .replace(/(<style[^>]*>[\s\S]*<\/style>\s*)?<\/svg>\s*$/, "")
      .replaceAll(/ (class|ecmeta_\w+|pointer-events)="[^"]*"/g, "")
      .replaceAll(/font-family:[^;"]*;/g, "")
      .replaceAll(/>\s+</g, "><");
  } finally {
    chart.dispose();
  }
}

/** The width of words on a line, in pixels, as the charts are laid out with. */
export function textWidth(text: string): number {
  return format.getTextRect(text, `${fontSize}px ${fontFamily}`).width;
}
