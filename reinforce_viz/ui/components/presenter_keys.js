// A presenter's keys, whatever has the focus but a field of text: a clicker's Page Down and Page Up go from picture to
// picture and on to the next page, B blanks the screen, Q fills it with the code of the link, and the others press a button.
const BUTTONS = { d: "present_draw", 0: "present_restart", v: "class_reveal", Escape: "present_leave" };
const TURN = { PageUp: ["turn_back", -1], PageDown: ["turn_next", 1] };
const MARGIN = 8; // pixels above a picture that is turned to
const PICTURE = ".stPlotlyChart, .st-key-policy_triangle", READING = "[class*=_reading]";

export default function ({ data, parentElement, setStateValue }) {
  // Called again whenever the data change, and a key that is taken twice does nothing.
  parentElement.listeners?.abort();
  const listeners = parentElement.listeners = new AbortController();
  const cover = parentElement.querySelector(".cover");
  document.addEventListener("keydown", event => {
    const typing = event.target.closest?.("input[type=text], input[type=number], textarea, [role=dialog], [role=combobox]");
    if (typing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (press(event.key, cover, data.code)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, { capture: true, signal: listeners.signal });
  cover.onclick = () => show(cover, "");
  tellHeight(data.height, height => setStateValue("height", height), listeners.signal);
  return () => listeners.abort();
}

/** Do what a key stands for; whether it stands for anything. */
function press(key, cover, code) {
  if (key === "Escape" && !cover.hidden) return show(cover, "");
  if (key in TURN) return turn(...TURN[key]);
  if (key.toLowerCase() === "b") return show(cover, cover.hidden ? " " : "");
  if (key.toLowerCase() === "q") return show(cover, cover.hidden ? code : "");
  return click(BUTTONS[key] ?? BUTTONS[key.toLowerCase()]);
}

/** Cover the screen; with nothing, uncover it. */
function show(cover, inside) {
  cover.innerHTML = inside;
  cover.hidden = !inside;
  return true;
}

/** To the next picture in a direction; where there is none, to the next page. */
function turn(link, direction) {
  const main = document.querySelector("[data-testid=stMain]"), before = main.scrollTop;
  const way = direction > 0 ? down(main) : up(main);
  if (Number.isFinite(way)) main.scrollBy(0, way);
  if (main.scrollTop !== before) return true;
  main.scrollTo(0, 0);
  return click(link);
}

/** How far it is down to the next picture, or to the end of a sentence that belongs to this one. */
function down(main) {
  const foot = document.querySelector("[data-testid=stBottom]").getBoundingClientRect();
  const end = foot.height ? foot.top : innerHeight;
  if (!main.querySelector(PICTURE)) return end - MARGIN;
  const next = Math.min(...stops(main).filter(y => y > 2 * MARGIN));
  const readings = shown(main, READING).map(part => part.getBoundingClientRect());
  const cut = readings.filter(({ top, bottom }) => top < next && bottom > end);
  return cut.length ? Math.min(next, Math.max(...cut.map(({ bottom }) => bottom - end + MARGIN))) : next;
}

/** How far it is up to the picture before, or to the top. */
function up(main) {
  return Math.max(-main.scrollTop, ...stops(main).filter(y => y < -2 * MARGIN));
}

/** Where the pictures below the first are, each with the heading above it. */
function stops(main) {
  const top = part => part.getBoundingClientRect().top - MARGIN;
  const parts = shown(main, `h2, ${PICTURE}`);
  const first = top(main.querySelector(PICTURE) ?? main);
  const starts = parts.filter((part, at) => !parts[at - 1]?.matches("h2"));
  return starts.map(top).filter(y => y > first + 2 * MARGIN);
}

function shown(main, selector) {
  return [...main.querySelectorAll(selector)].filter(part => part.checkVisibility());
}

function click(key) {
  const target = key && document.querySelector(`.st-key-${key} :is(a, button)`);
  target?.click();
  return Boolean(target);
}
