/** How the page of a generator looks. */
export const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1f2933;--soft:#5a636f;--line:#c3c9d2;--shade:#f5f6f8;--strong:#0060a0;--on-strong:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e6e9ee;--soft:#a4adb9;--line:#4a535e;--shade:#1d232a;--strong:#7ec0f5;--on-strong:#14181d}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:1000px;margin:0 auto;padding:24px clamp(12px,3vw,32px) 48px}
h1{font-size:1.6rem;line-height:1.2;margin:0 0 .3em;overflow-wrap:anywhere}
p{margin:.4em 0;max-width:75ch;overflow-wrap:anywhere}
header p,#status,figcaption{color:var(--soft)}
form{display:flex;flex-wrap:wrap;gap:12px;align-items:end;margin:20px 0 8px}
label{display:grid;gap:2px;font-size:.85rem;color:var(--soft);max-width:100%}
input,select,button{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:6px 10px;min-height:40px;max-width:100%}
input{width:9em}
button{cursor:pointer}
button.strong{background:var(--strong);border-color:var(--strong);color:var(--on-strong);font-weight:600}
button:disabled{opacity:.55;cursor:default}
:focus-visible{outline:2px solid var(--strong);outline-offset:2px}
#status{font-size:.9rem;min-height:1.5em}
#status.bad{color:var(--ink);border-left:4px solid #c22;background:var(--shade);padding:.5em .8em}
#images{display:grid;gap:14px 10px;margin-top:10px;grid-template-columns:repeat(var(--columns),minmax(0,1fr));max-width:calc(var(--columns)*260px)}
figure{margin:0}
canvas{display:block;width:100%;height:auto;background:var(--shade);border-radius:3px}
canvas.small{image-rendering:pixelated}
canvas.clear{background:repeating-conic-gradient(#b4b4b4 0 25%,#d9d9d9 0 50%) 0/16px 16px}
figcaption{font-size:.8rem;line-height:1.3;padding-top:3px;overflow-wrap:anywhere}
`;
