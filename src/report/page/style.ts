/** How pages look and what little they do. */

/** The colors of charts as they are on a dark page; the others stay. */
const inDark = {
  "#1f2933": "#e6e9ee",
  "#6b7480": "#a4adb9",
  "#d9dde4": "#3a424d",
  "#eef0f4": "#2a3038",
  "#fff": "none",
  "#0072b2": "#3a8be0",
  "#56b4e9": "#9ad6f8",
} as const;

const darkCharts = Object.entries(inDark)
  .flatMap(([light, dark]) => [
    `.chart [fill="${light}"]{fill:${dark}}`,
    `.chart [stroke="${light}"]{stroke:${dark}}`,
  ])
  .join("");

/** The style of every page. */
export const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1f2933;--soft:#5a636f;--line:#d9dde4;--shade:#f5f6f8;--edge:#1f293359;--link:#0060a0;--good:#0b6b45;--doubtful:#8a5300;--bad:#a81c1c}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e6e9ee;--soft:#a4adb9;--line:#3a424d;--shade:#1d232a;--edge:#000c;--link:#7ec0f5;--good:#5fd0a0;--doubtful:#f0b55a;--bad:#ff8f86}${darkCharts}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:1280px;margin:0 auto;padding:24px clamp(12px,3vw,32px) 64px}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3em;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:2.2em 0 .6em;padding-bottom:.2em;border-bottom:1px solid var(--line)}
p{margin:.6em 0;max-width:75ch;overflow-wrap:anywhere}
header p,figcaption,caption{color:var(--soft)}
nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:1em 0 0;padding:0}
a{color:var(--link)}
.good,.doubtful,.bad{padding:.5em .8em;border-left:4px solid;background:var(--shade)}
.good{border-color:var(--good)}.doubtful{border-color:var(--doubtful)}.bad{border-color:var(--bad)}
.wide{margin:1em 0}
.hint{margin:0 0 .4em;font-size:.85rem;color:var(--soft)}
.table{overflow-x:auto;background:linear-gradient(90deg,var(--paper) 40%,transparent) left/40px 100% no-repeat local,linear-gradient(270deg,var(--paper) 40%,transparent) right/40px 100% no-repeat local,linear-gradient(90deg,var(--edge),transparent) left/14px 100% no-repeat,linear-gradient(270deg,var(--edge),transparent) right/14px 100% no-repeat}
table{width:max-content;border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding-bottom:.4em}
th,td{text-align:left;vertical-align:top;padding:4px 18px 4px 0;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:600;white-space:nowrap}
tbody th{font-weight:500;position:sticky;left:0;background:var(--paper);max-width:45vw;overflow-wrap:anywhere}
td{white-space:nowrap}
.number{text-align:right}
figure{margin:0}
figcaption{font-size:.85rem}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,370px),1fr));gap:20px 16px;margin:1em 0}
.chart svg{display:block;width:100%;height:auto}
.charts figcaption{padding-left:16%}
.entry{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,360px);grid-template-rows:auto 1fr;gap:4px 28px;padding:18px 0;border-top:1px solid var(--line)}
.entry:first-child{border-top:0;padding-top:0}
.entry>.chart{grid-column:2;grid-row:1/3;align-self:start}
.entry>dl{grid-column:1}
h3{font-size:1.05rem;margin:0 0 .3em;display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline}
.badge{font-size:.85rem;font-weight:600;padding:1px 10px;border:1px solid;border-radius:99px;background:none;color:var(--soft)}
.badge.good{color:var(--good)}.badge.doubtful{color:var(--doubtful)}.badge.bad{color:var(--bad)}
dl{margin:.5em 0 0;font-size:.9rem;max-width:80ch}
dl div{display:grid;grid-template-columns:minmax(0,12em) minmax(0,1fr);gap:0 12px;padding:2px 0}
dt{color:var(--soft);overflow-wrap:anywhere}
dd{margin:0;overflow-wrap:anywhere}
@media (max-width:760px){.entry{display:block}.entry>.chart{max-width:420px;margin:8px 0}dl div{grid-template-columns:minmax(0,1fr);padding:4px 0}}
.told{margin:1em 0;padding-left:1.2em;max-width:75ch;overflow-wrap:anywhere}
img{max-width:100%;height:auto;image-rendering:auto;background:#fff}
.frames{display:inline-block;width:min(100%,384px);margin:0 max(0px,min(16px,100vw - 440px)) 20px 0;vertical-align:top}
.frames:only-of-type{width:auto;max-width:100%}
.pair{display:flex;flex-wrap:wrap;align-items:flex-end;gap:0 24px;margin:0 0 20px}
.pair>figure{flex:0 1 560px;min-width:min(100%,280px);width:auto;margin:0 0 12px}
.pair img{display:block}
.pair>.image{display:flex;flex-direction:column}
.pair>.image>figcaption{order:-1;margin-bottom:10px}
.frames input{display:block;width:min(100%,384px);margin:6px 0 10px}
.frames img[hidden]{display:none}
details{margin:.6em 0}
summary{cursor:pointer}
.fold>summary{font-weight:500}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--shade);padding:12px;font-size:.82rem;line-height:1.4}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
@media print{nav,.hint,.frames input,.charts a,.told a{display:none}figure,tr{break-inside:avoid}.table{overflow:visible;background:none}table{width:auto;font-size:.7rem}th,td{white-space:normal;overflow-wrap:break-word;padding-right:9px}.frames{width:45%}.charts{grid-template-columns:repeat(auto-fill,minmax(220px,1fr))}}
`;

/**
 * Sliders show another picture; a chart is saved as it is drawn, in its light colors; a table that is wider
 * than the page says so.
 */
export const script = `
for (const frames of document.querySelectorAll(".frames")) {
  const images = frames.querySelectorAll("img");
  const slider = frames.querySelector("input");
  slider?.addEventListener("input", () => {
    images.forEach((image, i) => { image.hidden = i !== Number(slider.value); });
    frames.querySelector("output").textContent = images[slider.value].dataset.label;
  });
}
for (const link of document.querySelectorAll("a.svg")) {
  const svg = link.closest("figure").querySelector("svg");
  link.addEventListener("click", () => {
    link.href = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(svg));
  });
}
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) target.previousElementSibling.hidden = target.scrollWidth <= target.clientWidth;
});
for (const table of document.querySelectorAll(".table")) widths.observe(table);
`;
