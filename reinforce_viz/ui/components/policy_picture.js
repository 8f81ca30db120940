// The pictures of the component: the triangle with the model and its path, and the lens with the next draw's pushes.
// Everywhere `root` holds the component, and `data` is what Python sends: names, rewards, baseline, colours and so on.
const SVG = "http://www.w3.org/2000/svg", R = 200, LENS = 150, BUBBLE = 45;
const CORNERS = [[0, -1], [-Math.sqrt(3) / 2, 0.5], [Math.sqrt(3) / 2, 0.5]];

/** Policies, pushes and gradients as points of the picture, all by the same linear map. */
const plane = values => [0, 1].map(axis => dot(values, CORNERS.map(corner => corner[axis])));
const place = policy => plane(policy).map(x => R * x);
const points = policies => policies.map(policy => place(policy).map(x => x.toFixed(1))).join(" ");
const length = ([x, y]) => Math.hypot(x, y);
const degrees = ([x, y]) => (180 / Math.PI) * Math.atan2(y, x);

/** The policy at a place of the picture, in thousandths; outside of the triangle, one beside its edge. */
function policyAt([x, y]) {
  const first = (1 - (2 * y) / R) / 3, lean = x / R / Math.sqrt(3);
  return inThousandths([first, (1 - first) / 2 - lean, (1 - first) / 2 + lean]);
}


/** The ring, and what the model says how often and earns; true once it is drawn. */
function drawModel(root, policy, data) {
  const $ = name => root.querySelector(`.${name}`), [x, y] = place(policy), shares = policy.map(percent);
  const earns = `earns ${dot(policy, data.rewards).toFixed(2).replace("-", "−")} on average`;
  const words = `${data.names.map((name, a) => `${name} ${shares[a]}`).join(", ")}; ${earns}`;
  const spoken = { "aria-label": data.label, "aria-valuenow": Math.round(100 * policy[0]), "aria-valuetext": words };
  set($("ring"), { transform: `translate(${x} ${y})`, ...spoken });
  const level = Math.max(...data.rewards) > Math.min(...data.rewards) ? "; along the grey lines that stays the same" : "";
  $("earns").textContent = `the model ${earns}${level}`;
  data.names.forEach((name, a) => {
    const [title, figures] = set($(`corner${a}`), { style: `color:${data.inks[a]}` }).children;
    [title.textContent, figures.textContent] = [name, `earns ${data.earns[a]} · ${shares[a]} likely`];
  });
  return true;
}
/** The triangle with lines of equal expected reward, and the path of the model so far. */
function drawTriangle(root, path, data) {
  const levels = root.querySelector(".levels");
  levels.replaceChildren();
  for (const ends of levelLines(data.rewards)) add(levels, "polyline", { points: points(ends) });
  set(root.querySelector(".trail"), { points: points(path) });
  drawModel(root, path.at(-1), data);
}
/** The lens: three pushes on the logits, in the same plane as the triangle, so that their average is the gradient. */
function drawLens(root, policy, push, data) {
  const $ = name => root.querySelector(`.${name}`), tips = push.map(plane);
  const average = data.average ? plane(gradient(policy, data.rewards)) : [0, 0], flat = length(average) < ALMOST_ZERO;
  // The scale is that of b = 0: while a baseline is turned, the pushes shrink and their average stands still.
  const unscaled = pushes(policy, data.rewards, { mean: "none", b: 0 }).map(plane);
  const scale = (0.72 * LENS) / (Math.max(...[...tips, ...unscaled].map(length)) || 1);
  tips.forEach((tip, a) => {
    const [cx, cy] = tip.map(x => scale * x), style = `color:${data.marks[a]}`;
    set($(`bubble${a}`), { cx, cy, r: BUBBLE * Math.sqrt(policy[a]), style });
    set($(`arrow${a}`), { ...pointing([cx, cy], 3), style });
    set($(`label${a}`), { style: `color:${data.inks[a]}` }).textContent = data.names[a];
  });
  set($("average"), pointing(average.map(x => scale * x), 5));
  set($("downhill"), { transform: `rotate(${degrees(average)})`, visibility: flat ? "hidden" : "visible" });
  $("label3").textContent = flat ? "" : "average";
  $("next figcaption").textContent = `What the next draw could do${flat ? "" : "; shaded: small steps hurt"}`;
  // A push of no length has no direction: its name goes where its answer lies.
  const ways = tips.map((tip, a) => (length(tip) < ALMOST_ZERO ? CORNERS[a] : tip));
  nameAtTheRim($, flat ? ways : [...ways, average]);
  const likely = data.names.map((name, a) => `${name} with ${percent(policy[a])}`).join(", ");
  set($("lens"), { "aria-label": `What the next draw could do. It is ${likely}.` });
}
function nameAtTheRim($, ways) {
  apart(ways.map(([x, y]) => Math.atan2(y, x))).forEach((angle, i) => {
    const label = $(`label${i}`), half = label.getComputedTextLength() / 2, beside = (LENS + 8 + half) * Math.cos(angle);
    set(label, { x: Math.max(half - 235, Math.min(235 - half, beside)), y: (LENS + 14) * Math.sin(angle) + 5 });
  });
}
/** Angles moved on around the circle until they are `gap` apart, so that names there do not lie on each other. */
function apart(angles, gap = 0.5) {
  const turn = 2 * Math.PI, from = (start, angle) => (angle - start + turn) % turn;
  const order = angles.map((_, i) => i).sort((i, j) => angles[i] - angles[j]);
  // Begin behind the widest opening, where there is room for what is moved on.
  const opening = order.map((at, i) => from(angles[order.at(i - 1)], angles[at]));
  const first = angles[order[opening.indexOf(Math.max(...opening))]], moved = [...angles];
  let least = 0;
  for (const i of order.sort((i, j) => from(first, angles[i]) - from(first, angles[j]))) {
    const on = Math.max(from(first, angles[i]), least);
    [moved[i], least] = [first + on, on + gap];
  }
  return moved;
}
/** An arrow from the centre, with a head that is never longer than the arrow. */
function pointing([x, y], width) {
  const long = length([x, y]), head = Math.min(5 * width, long / 2), neck = long - head;
  const d = `M0 ${-width / 2}H${neck}V${-head / 2.5}L${long} 0L${neck} ${head / 2.5}V${width / 2}H0Z`;
  return { d, transform: `rotate(${degrees([x, y])})` };
}
function add(parent, name, attributes) {
  return set(parent.appendChild(document.createElementNS(SVG, name)), attributes);
}
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
/** Call `frame` with a share that grows from 0 to 1 in some milliseconds; at once for readers who want no motion. */
const glide = (duration, frame) => new Promise(done => {
  const begun = performance.now(), calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  (function next(time) {
    const share = calm ? 1 : Math.min(1, Math.max(0, (time - begun) / duration));
    const on = frame(share * share * (3 - 2 * share));
    share < 1 && on ? requestAnimationFrame(next) : done();
  })(begun);
});
