// The model as a ring that can be dragged in the triangle of policies, and a lens: what the next draw could do to it.
const KEYS = { ArrowLeft: [-4, 0], ArrowRight: [4, 0], ArrowUp: [0, -4], ArrowDown: [0, 4] };
const ONE = 500, MANY = 120, GHOST = 1500; // milliseconds for a draw, for one of many, and for a whole ghost run

export default function ({ data, parentElement, setStateValue }) {
  // Streamlit calls this again at every run; what is under way on the element must survive that.
  const map = parentElement.querySelector(".map");
  map.update ??= mount(parentElement);
  map.update(data, model => setStateValue("model", model));
}

function mount(root) {
  const $ = name => root.querySelector(`.${name}`), ring = $("ring");
  let data, send; // from Python, and to it
  let model; // its seed, its starting policy if the reader has put it there, and its path: the policy after each draw
  let turn = 0, wanted = 0, waiting = 0, running = false, touched = false, played = false, pause;
  const now = () => model.path.at(-1);
  const decided = () => Math.max(...now().policy) > data.decided;
  const tell = () => send({ turn: ++turn, seed: model.seed, start: model.start, draws: model.path.length - 1 });
  const say = text => ($("said").textContent = text);
  function update(next, sender) {
    [data, send] = [next, sender];
    set($("pictures"), { class: `pictures ${data.shows}`, style: `--accent:${data.accent};--down:${data.down}` });
    // A reader who is faster than the server has gone on, and what Python says is about the past.
    if (running || ring.held || data.turn < turn) return;
    turn = data.turn;
    const setting = JSON.stringify([data.start, data.rewards, data.baseline, data.learningRate]);
    if ($("earlier").setting !== setting) $("earlier").replaceChildren(); // they were taught otherwise
    $("earlier").setting = setting;
    begin(data.start, data.seed);
    for (const policy of data.path) model.path.push({ policy, b: data.baseline.b });
    for (const uniform of data.uniforms.slice(0, data.draws)) model.path.push(oneDraw(now(), uniform, data));
    const ghosts = data.ghosts.length && !touched && !played;
    say(ghosts ? data.watch : data.said);
    draw();
    if (ghosts) playGhosts();
    if (waiting) go(waiting);
  }
  function begin(policy, seed, start = null) {
    model = { seed, start, path: [{ policy, b: data.baseline.b }] };
  }
  function touch() {
    touched = true;
    $("ghosts").replaceChildren();
  }
  function keepTrail() {
    if (!decided()) return;
    const path = model.path.map(step => step.policy), best = path.at(-1).indexOf(Math.max(...path.at(-1)));
    add($("earlier"), "polyline", { class: "other", style: `color:${data.marks[best]}`, points: points(path) });
  }
  $("one").onclick = () => go(1);
  $("many").onclick = () => (wanted > 1 ? (wanted = 0) : go(Infinity));
  $("again").onclick = () => {
    touch();
    wanted = 0;
    keepTrail();
    begin(model.path[0].policy, model.seed + 1, model.start); // other luck: the next seed's, which Python sends
    say("");
    draw();
    tell();
  };
  async function go(more) {
    touch();
    waiting = data.seed === model.seed ? 0 : more;
    if (waiting) return;
    wanted += more;
    if (running) return;
    running = true;
    const { path } = model;
    do await take(path);
    while (--wanted > 0 && path === model.path && !decided() && root.isConnected);
    running = false;
    wanted = 0;
    if (path === model.path) tell();
    draw();
  }
  async function take(path) {
    const before = path.at(-1), uniform = data.uniforms[path.length - 1];
    if (uniform === undefined) return void (wanted = 0); // none is left
    const after = oneDraw(before, uniform, data), arrow = $(`arrow${after.answer}`);
    say(`“${data.names[after.answer]}” earns ${data.earns[after.answer]}.`);
    draw();
    arrow.classList.add("drawn");
    const between = share => before.policy.map((p, a) => p + share * (after.policy[a] - p));
    // A run gathers speed.
    const duration = wanted > 1 ? MANY * 0.97 ** path.length : ONE;
    await glide(duration, share => path === model.path && root.isConnected && drawModel(root, between(share), data));
    arrow.classList.remove("drawn");
    path.push(after);
    draw();
  }
  async function playGhosts() {
    played = true;
    for (const { path, answer } of data.ghosts) {
      const style = `color:${data.marks[answer]}`, look = { class: "other", style };
      const trail = add($("ghosts"), "polyline", look), head = add($("ghosts"), "circle", { r: 8, ...look });
      await glide(GHOST, share => {
        const past = path.slice(0, 1 + Math.round(share * (path.length - 1))), [cx, cy] = place(past.at(-1));
        set(trail, { points: points(past) });
        return set(head, { cx, cy }).isConnected;
      });
    }
    if (!touched) say(data.said);
  }
  function moveTo(xy) {
    const start = policyAt(xy);
    touch();
    begin(start.map(n => n / 1000), model.seed, start);
    say("");
    draw();
  }
  // A finger on the ring drags it; elsewhere it scrolls the page.
  ring.addEventListener("touchstart", event => event.preventDefault(), { passive: false });
  ring.onpointerdown = event => {
    wanted = 0;
    if (!running) ring.setPointerCapture(event.pointerId);
  };
  ring.onpointermove = event => {
    if (!ring.hasPointerCapture(event.pointerId)) return;
    ring.held = true;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform($("map").getScreenCTM().inverse());
    moveTo([x, y]);
  };
  ring.onlostpointercapture = () => {
    if (ring.held) tell();
    ring.held = false;
  };
  ring.onkeydown = event => {
    if (!KEYS[event.key] || running) return;
    event.preventDefault();
    event.stopPropagation(); // the arrow keys mean other things on other pages
    moveTo(place(now().policy).map((x, axis) => x + KEYS[event.key][axis]));
    clearTimeout(pause);
    pause = setTimeout(tell, 400);
  };

  function draw() {
    const { policy, b } = now();
    drawTriangle(root, model.path.map(step => step.policy), data);
    $("many").textContent = wanted > 1 ? "Pause" : "Keep going";
    $("tally").textContent = data.tally;
    if (data.shows !== "alone") drawLens(root, policy, pushes(policy, data.rewards, { ...data.baseline, b }), data);
  }
  new ResizeObserver(() => {
    $("lens").style.setProperty("--px", 480 / $("lens").clientWidth); // letters keep their size
    if (data) draw();
  }).observe($("lens"));
  return update;
}
