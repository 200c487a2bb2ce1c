/** What the page of a generator does; `facts` and `pageNoise` stand before it. */
export const script = `
const part = (id) => document.getElementById(id);
const [channels, height, width] = facts.imageShape;
const scale = Math.max(1, Math.round(128 / height));
let [session, turn, work] = [null, 0, Promise.resolve()];

function tell(text, isBad) {
  part("status").textContent = text;
  part("status").className = isBad ? "bad" : "";
}

/** The seed in the field, a whole number from 0. */
function seedGiven() {
  const seed = Math.floor(Number(part("seed").value));
  return Number.isSafeInteger(seed) && seed >= 0 ? seed : 0;
}

/** The class of the image of number i; undefined where there are no classes. */
function classOf(i) {
  const chosen = part("class")?.value;
  if (chosen === undefined) return undefined;
  return chosen === "" ? i % facts.classNames.length : Number(chosen);
}

async function makeImage(seed, label) {
  const z = pageNoise(seed, facts, Number(part("truncation")?.value ?? 0));
  const feeds = { z: new ort.Tensor("float32", z, [1, facts.latentSize]) };
  if (label !== undefined) feeds.labels = new ort.Tensor("int32", Int32Array.of(label), [1]);
  const { images } = await session.run(feeds);
  const image = new ImageData(width, height);
  const plane = height * width;
  for (let p = 0; p < plane; p++) {
    for (let c = 0; c < 4; c++) {
      const at = (channels === 1 && c < 3 ? 0 : c) * plane + p;
      image.data[4 * p + c] = at < images.data.length ? 127.5 * (images.data[at] + 1) : 255;
    }
  }
  images.dispose();
  return image;
}

/** Shows the images from the seed on, unless others are asked for meanwhile. */
async function show(mine) {
  const [seed, count] = [seedGiven(), Number(part("count").value)];
  part("images").style.setProperty("--columns", Math.ceil(Math.sqrt(count)));
  const begun = performance.now();
  const figures = [];
  for (let i = 0; i < count; i++) {
    const label = classOf(i);
    const image = await makeImage(seed + i, label);
    if (mine !== turn) return;
    const figure = document.createElement("figure");
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    canvas.className = (height < 128 ? "small" : "") + (channels === 4 ? " clear" : "");
    canvas.getContext("2d").putImageData(image, 0, 0);
    const caption = document.createElement("figcaption");
    caption.textContent = "seed " + (seed + i) + (label === undefined ? "" : ", " + facts.classNames[label]);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "generated image, " + caption.textContent);
    figure.append(canvas, caption);
    figures.push(figure);
    tell(i + 1 + " of " + count + " images");
    // lets the page be drawn
    await new Promise((resolve) => setTimeout(resolve));
    if (mine !== turn) return;
  }
  part("images").replaceChildren(...figures);
  const each = (performance.now() - begun) / count;
  tell((count === 1 ? "1 image" : count + " images") + ", " + (each < 100 ? each.toFixed(1) : each.toFixed(0)) + " ms each");
  part("save").disabled = false;
}

function draw() {
  const mine = ++turn;
  work = work.then(() => (mine === turn ? show(mine) : undefined)).catch((error) => tell("The images could not be made: " + error.message, true));
}

/** All images as one PNG file, as large as they are shown at least. */
function save() {
  const canvases = [...document.querySelectorAll("figure canvas")];
  const columns = Math.ceil(Math.sqrt(canvases.length));
  const rows = Math.ceil(canvases.length / columns);
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = [columns * (width * scale + 2) - 2, rows * (height * scale + 2) - 2];
  const context = sheet.getContext("2d");
  context.imageSmoothingEnabled = false;
  canvases.forEach((canvas, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    context.drawImage(canvas, x * (width * scale + 2), y * (height * scale + 2), width * scale, height * scale);
  });
  sheet.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = facts.fileName + "-seed-" + seedGiven() + ".png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }, "image/png");
}

async function start() {
  if (typeof ort === "undefined") {
    return tell("ONNX Runtime could not be loaded from " + facts.engine + ". This page needs the network when it is opened.", true);
  }
  ort.env.wasm.numThreads = 1;
  try {
    const weights = Uint8Array.from(atob(part("weights").textContent.trim()), (c) => c.charCodeAt(0));
    session = await ort.InferenceSession.create(weights, { executionProviders: ["wasm"] });
  } catch (error) {
    return tell("The generator could not be loaded: " + error.message, true);
  }
  part("new").disabled = false;
  part("new").addEventListener("click", () => {
    part("seed").value = seedGiven() + Number(part("count").value);
    draw();
  });
  part("save").addEventListener("click", save);
  for (const field of document.querySelectorAll("input, select")) field.addEventListener("change", draw);
  document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  draw();
}
start();
`;
