// A presenter's keys, whatever has the focus but a field of text: a clicker's Page Down and Page Up go from picture to
// picture and on to the next page, B blanks the screen, Q fills it with the code of the link, and the others press a button.
const BUTTONS = { d: "present_draw", 0: "present_restart", Escape: "present_leave" };
const TURN = { PageUp: ["turn_back", -1], PageDown: ["turn_on", 1] };
const MARGIN = 8; // pixels above a picture that is turned to

export default function ({ data, parentElement }) {
  const listeners = new AbortController();
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
  const main = document.querySelector("[data-testid=stMain]");
  const pictures = [...main.querySelectorAll(".stPlotlyChart, .st-key-policy_triangle")];
  const away = pictures.map(picture => picture.getBoundingClientRect().top - MARGIN).filter(y => y * direction > 2 * MARGIN);
  const next = direction > 0 ? Math.min(...away) : Math.max(...away);
  const before = main.scrollTop;
  // The first picture is on the first screen, with its question.
  main.scrollBy(0, direction < 0 && away.length === 1 ? -before : next);
  if (away.length && main.scrollTop !== before) return true;
  main.scrollTo(0, 0);
  return click(link);
}

function click(key) {
  const target = key && document.querySelector(`.st-key-${key} :is(a, button)`);
  target?.click();
  return Boolean(target);
}
