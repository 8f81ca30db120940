// Saves a painted chart as a file: its own drawing, as the reader sees it, with its settings written below.
//
// The picture is taken out of the page when a button is pressed, so a dial stands where it has been dragged to.

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 16, LINE = 20, SCALE = 3;
const TEXT = "#26242b", MUTED = "#5c5966", BACKGROUND = "#ffffff";
// Channels as far apart as this are a colour; less, and it is a grey of the page's theme.
const GREY = 24;

export default function ({ data, parentElement }) {
  const said = parentElement.querySelector("[role=status]");
  for (const button of parentElement.querySelectorAll("button")) {
    button.onclick = async () => {
      const painted = [...document.querySelectorAll(`.st-key-${data.key} .main-svg`)];
      said.textContent = painted.length ? "" : "This picture is no longer on the page: close this and open it again.";
      if (!painted.length) return;
      const picture = await onPaper(painted, data.words);
      const text = new XMLSerializer().serializeToString(picture);
      const png = button.value === "png";
      save(png ? await raster(text, picture) : new Blob([text], { type: "image/svg+xml" }), `${data.key}.${button.value}`);
    };
  }
}

/** The layers of a chart as one drawing, dark on white, with words below. */
async function onPaper(layers, words) {
  const { width, height } = layers[0].getBoundingClientRect();
  const written = layers.map(layer => layer.querySelector("text")).find(text => text);
  const family = getComputedStyle(written ?? layers[0]).fontFamily;
  const lines = words.flatMap((text, row) =>
    wrapped(text, `13px ${family}`, width - 2 * MARGIN).map(line => ({ line, fill: row ? MUTED : TEXT })));
  const below = MARGIN + LINE * lines.length;
  const paper = element("svg", { width, height: height + below, viewBox: `0 0 ${width} ${height + below}`, color: TEXT });
  paper.append(element("style", {}, await fontFaces(family)));
  paper.append(element("rect", { width: "100%", height: "100%", fill: BACKGROUND }));
  const dark = isDark();
  for (const layer of layers) {
    const copy = layer.cloneNode(true);
    // What only answers the pointer is not part of a picture.
    copy.querySelectorAll(".draglayer, .hoverlayer, .updatemenu-container, .updatemenu-dropdown-button-group, .modebar")
      .forEach(part => part.remove());
    for (const part of copy.querySelectorAll("*")) {
      if (dark && !part.matches(".slider-rail-rect, .slider-grip-rect")) turnGreys(part);  // white in either theme
      part.style?.removeProperty("vector-effect");  // it keeps lines thin however much the picture is enlarged
      part.removeAttribute("data-unformatted");
      part.removeAttribute("data-math");
    }
    paper.append(...copy.childNodes);
  }
  lines.forEach(({ line, fill }, row) => paper.append(element("text", {
    x: MARGIN, y: height + MARGIN / 2 + LINE * (row + 0.6), fill, style: `font-family: ${family}; font-size: 13px`,
  }, line)));
  return paper;
}

/** Light greys become dark ones and the other way round: what was drawn on a dark page is then read on white paper. */
function turnGreys(part) {
  for (const property of ["fill", "stroke"]) {
    const colour = part.style[property] || part.getAttribute(property);
    const [red, green, blue, alpha = 1] = channels(colour);
    if (red === undefined || Math.max(red, green, blue) - Math.min(red, green, blue) > GREY) continue;
    part.style[property] = `rgba(${255 - red}, ${255 - green}, ${255 - blue}, ${alpha})`;
  }
}

function isDark() {
  const [red, green, blue] = channels(getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor);
  return red + green + blue < 3 * 128;
}

/** Red, green, blue and, if it has one, alpha of a colour; nothing for what is none, such as a pattern. */
function channels(colour) {
  if (!colour || colour === "none" || colour === "currentcolor" || colour.startsWith("url")) return [];
  const probe = document.createElement("i");
  probe.style.color = colour;
  return (probe.style.color.match(/^rgba?\(.*\)$/) ? probe.style.color.match(/[\d.]+/g) : []).map(Number);
}

/** The page's own font, packed into the picture: another machine may not have it. */
async function fontFaces(family) {
  const first = family.split(",")[0].replaceAll(/["']/g, "").trim();
  const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
    .filter(rule => rule instanceof CSSFontFaceRule && rule.style.fontStyle !== "italic"
      && rule.style.fontFamily.replaceAll(/["']/g, "") === first);
  const faces = await Promise.all(rules.map(async rule => {
    const address = /url\(["']?([^"')]+)/.exec(rule.style.src ?? rule.style.getPropertyValue("src"))?.[1];
    const file = await (await fetch(new URL(address, rule.parentStyleSheet.href ?? document.baseURI))).blob();
    const weight = rule.style.fontWeight || "normal";
    return `@font-face { font-family: "${first}"; font-weight: ${weight}; src: url(${await asData(file)}); }`;
  }));
  return faces.join("\n");
}

function asData(blob) {
  return new Promise(resolve => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
}

/** A text in lines no longer than a width. */
function wrapped(text, font, width) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  return text.split(" ").reduce((lines, word) => {
    const longer = `${lines.at(-1)} ${word}`.trim();
    return pen.measureText(longer).width > width ? [...lines, word] : [...lines.slice(0, -1), longer];
  }, [""]);
}

async function raster(text, picture) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(SCALE * picture.getAttribute("width"));
  canvas.height = Math.round(SCALE * picture.getAttribute("height"));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise(resolve => canvas.toBlob(resolve, "image/png"));
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function element(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.textContent = text;
  return made;
}
