// Lets the players of several charts act as one, starts them when they arrive, and lets charts follow a slider while it
// is dragged, and the pointer in each other.  It stands on Plotly as Streamlit ships it: where that is missing it does
// nothing, each chart works by its own player, and a slider is answered when it is let go.
const AT_ONCE = { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } };
const PATIENCE = 100; // frames to wait for charts that are still being drawn
const STILL = 500; // milliseconds in which a movement and a new layout have ended
const NARROW = 560; // pixels, where a figure does not say when it is

export default function ({ data, parentElement, setStateValue }) {
  parentElement.listeners?.abort(); // Streamlit calls this again when the data change
  const listeners = parentElement.listeners = new AbortController();
  const act = data.follows
    ? charts => (follow(charts, data.follows, listeners.signal), pointTogether(charts))
    : data.turns
      ? ([chart]) => turn(chart, parentElement, b => setStateValue("b", b))
      : data.play
        ? charts => playTogether(charts, data.play, parentElement, listeners.signal)
        : () => {};
  whenDrawn(data.players, data.of, charts => Promise.all(charts.map(arrange)).then(() => act(charts)));
  return () => listeners.abort();
}

/** Call `begin` with the charts of these keys, once all of them show what they are to show. */
function whenDrawn(keys, of, begin, patience = PATIENCE) {
  const find = key => document.querySelector(`.st-key-${CSS.escape(key)} .js-plotly-plot`);
  // Streamlit draws a chart again once it knows how wide it is: what was shown by then would be undone.
  const isThere = chart => chart?.on && chart.layout.width && of.includes(chart.layout.meta?.of);
  if (window.Plotly && keys.every(key => isThere(find(key)))) return begin(keys.map(find));
  if (patience) requestAnimationFrame(() => whenDrawn(keys, of, begin, patience - 1));
}

/** Lay a chart out for the screen that it is on, if its figure says how, and again whenever a phone is turned. */
async function arrange(chart) {
  const { narrow, wide, below = NARROW } = chart.layout.meta;
  if (!narrow || chart.isNarrow !== undefined) return;
  chart.isNarrow = false; // as Python draws it
  const fit = () => {
    if (!chart.clientWidth) return; // taken off the page
    const isNarrow = chart.clientWidth < below;
    if (isNarrow === chart.isNarrow || !chart.isConnected) return;
    chart.isNarrow = isNarrow;
    return window.Plotly.relayout(chart, { ...(isNarrow ? narrow : wide) });
  };
  await fit();
  new ResizeObserver(fit).observe(chart);
}

/** Move a chart; a movement that another one breaks off is nothing to report. */
function animate(chart, frames, options) {
  window.Plotly.animate(chart, frames, options).catch(() => {});
}

/** The first player leads the others; `play` is another text whenever the picture should start by itself. */
function playTogether([leader, ...followers], play, place, signal) {
  const charts = [leader, ...followers];
  const { plays, pace } = leader.layout.meta;
  const names = plays ?? leader.layout.sliders[0].steps.map(step => step.args[0][0]);
  const showEnd = () => charts.filter(chart => chart.isConnected).forEach(chart => animate(chart, [names.at(-1)], AT_ONCE));
  // A picture that plays by itself is at its end as soon as the reader does something else.
  const stop = ({ target }) => {
    clearTimeout(place.timer);
    if (place.timer && !leader.contains(target)) showEnd();
    place.timer = null;
  };
  for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, stop, { capture: true, signal });
  // Plotly mixes up a chart that is laid out anew while it moves: it is drawn again once all is still.
  addEventListener("resize", () => {
    if (!place.timer) return;
    stop({ target: document });
    setTimeout(() => charts.filter(chart => chart.isConnected).forEach(chart => window.Plotly.redraw(chart)), STILL);
  }, { signal });
  charts.forEach(quietOnceGone);
  const isNew = !leader.dataset.leads;
  if (isNew) {
    leader.dataset.leads = "true"; // once: Streamlit calls this again at every run
    leader.on("plotly_animatingframe", ({ name, animation }) => {
      const there = followers.filter(follower => follower.isConnected);
      there.forEach(follower => animate(follower, [name], { ...animation, mode: "immediate" }));
    });
  }
  for (const follower of followers) {
    follower.querySelectorAll(".updatemenu-container, .slider-container").forEach(part => part.style.display = "none");
  }
  // Another theme or size draws charts anew that have played: they show their end.
  const isOver = place.played === play && !place.timer;
  if (!play || place.played === play && !isNew) return;
  place.played = play;
  if (isOver || matchMedia("(prefers-reduced-motion: reduce)").matches) return animate(leader, [names.at(-1)], AT_ONCE);
  const motion = plays ? { ...AT_ONCE, frame: { duration: pace, redraw: false } } : leader.layout.updatemenus[0].buttons[0].args[1];
  const step = at => {
    if (!leader.isConnected) return;
    place.timer = null;
    if (at === names.length) return;
    animate(leader, [names[at]], { ...motion, mode: "immediate" });
    place.timer = setTimeout(() => step(at + 1), motion.frame.duration);
  };
  step(0);
}

/** Point at what the others show of the thing that the reader points at in one chart; they say the same of it. */
function pointTogether(charts) {
  const said = trace => trace.hovertext ?? trace.text;
  const thing = text => text?.split(/:|, or another/)[0];
  for (const chart of charts.filter(chart => !chart.dataset.points)) {
    chart.dataset.points = "true";
    const others = () => charts.filter(other => other !== chart && other.isConnected);
    chart.on("plotly_hover", ({ points: [{ curveNumber, hovertext, text }] }) => others().forEach(other => {
      const pointNumber = said(other.data[curveNumber]).findIndex(here => thing(here) === thing(hovertext ?? text));
      if (pointNumber >= 0) window.Plotly.Fx.hover(other, [{ curveNumber, pointNumber }], "xy", true);
    }));
    chart.on("plotly_unhover", () => others().forEach(other => window.Plotly.Fx.unhover(other)));
  }
}

/** Show the frame that is named as the slider's value, whenever that changes. */
function follow(charts, control, signal) {
  const place = document.querySelector(`.st-key-${CSS.escape(control)}`);
  if (!place) return;
  let here = charts[0].layout.meta.at;
  const watch = new MutationObserver(([{ target }]) => {
    const said = target.getAttribute("aria-valuetext") ?? target.getAttribute("aria-valuenow");
    const frame = String(Number(said));
    if (frame === here) return; // the slider has only arrived, too
    here = frame;
    charts.filter(chart => chart.isConnected).forEach(chart => animate(chart, [frame], AT_ONCE));
  });
  watch.observe(place, { subtree: true, attributeFilter: ["aria-valuenow", "aria-valuetext"] });
  signal.addEventListener("abort", () => watch.disconnect());
}

/** A chart that is taken off the page while it moves would go on for ever, and fail at each step to say so. */
function quietOnceGone(chart) {
  const watch = new MutationObserver(() => {
    if (chart.isConnected) return;
    watch.disconnect();
    chart.emit ??= () => {};
  });
  watch.observe(document.body, { childList: true, subtree: true });
}
