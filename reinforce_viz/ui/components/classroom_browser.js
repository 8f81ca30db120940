// Which phone this is, and the keys of the classes that were opened here.  The browser stores both, so that a page that
// is loaded again, and one in another tab, is the same phone; neither is in a link.  A cookie says which class a teacher
// leads, for pages whose link does not.
const PLACE = "reinforce-classroom";

export default function ({ data, parentElement, setStateValue }) {
  const mine = read();
  mine.phone ??= randomText();
  mine.keys ??= {};
  if (data.new_key) mine.keys[data.code] = data.new_key;
  if (data.over && mine.keys[data.code]) {
    delete mine.keys[data.code];
    // In another tab the teacher may lead another class by now.
    if (document.cookie.includes(`class=${data.code}`)) document.cookie = "class=; path=/; max-age=0; samesite=lax";
  }
  write(mine);
  const found = { code: data.code, phone: mine.phone, key: mine.keys[data.code] ?? "" };
  if (found.key) document.cookie = `class=${data.code}; path=/; max-age=${data.lasts}; samesite=lax`;
  parentElement.listeners?.abort(); // called again whenever the data change
  const { signal } = parentElement.listeners = new AbortController();
  if (data.height) tellHeight(data.height, height => setStateValue("height", height), signal);
  // Each message runs the page again, which calls this again.
  if (Object.keys(found).some(name => found[name] !== data.known?.[name])) setStateValue("found", found);
}

/** What the browser has stored; an empty object if that is nothing, or if it stores nothing. */
function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? window.reinforceClassroom ?? {};
  } catch {
    return window.reinforceClassroom ?? {};
  }
}

function write(mine) {
  window.reinforceClassroom = mine; // for browsers that store nothing: until the page is loaded again
  try {
    localStorage.setItem(PLACE, JSON.stringify(mine));
  } catch {}
}

/** 128 random bits as text.  randomUUID would need HTTPS. */
function randomText() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}
