// Which phone this is, and the keys of the classes that were opened here.  The browser keeps both, so that a page that is
// loaded again, and one in another tab, is the same phone; neither stands in a link.
const PLACE = "reinforce-classroom";

export default function ({ data, setStateValue }) {
  const mine = read();
  mine.phone ??= randomText();
  mine.keys ??= {};
  if (data.new_key) mine.keys[data.code] = data.new_key;
  write(mine);
  const found = { code: data.code, phone: mine.phone, key: mine.keys[data.code] ?? "" };
  // Each message runs the page again, which calls this again.
  if (Object.keys(found).some(name => found[name] !== data.known?.[name])) setStateValue("found", found);
}

/** What the browser has kept; nothing where it keeps nothing. */
function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? window.reinforceClassroom ?? {};
  } catch {
    return window.reinforceClassroom ?? {};
  }
}

function write(mine) {
  window.reinforceClassroom = mine; // until the page is loaded again, where nothing is kept
  try {
    localStorage.setItem(PLACE, JSON.stringify(mine));
  } catch {}
}

/** 128 random bits as text.  randomUUID would need HTTPS. */
function randomText() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}
