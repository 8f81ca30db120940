// Lets the charts of a page act as one: players in step, a picture that plays when it arrives, a dot that can be dragged,
// and a batch that is marked in every cloud.  It stands on Plotly as Streamlit ships it: where that is missing it does
// nothing, and the page works by its own controls.
const AT_ONCE = { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } };
const PATIENCE = 100; // frames to wait for charts that are still being drawn

export default function ({ data, parentElement, setStateValue }) {
  const listeners = new AbortController();
  const begin = charts => {
    if (data.players) playTogether(charts(data.players), data.play, parentElement, listeners.signal);
    if (data.clouds) markTogether(charts(data.clouds));
    for (const chart of charts(data.drag ? [data.drag.chart] : [])) {
      dragAlong(chart, data.drag.axes, listeners.signal, value => setStateValue("dragged", value));
    }
  };
  whenDrawn([...(data.players ?? []), ...(data.clouds ?? []), ...(data.drag ? [data.drag.chart] : [])], data.of, begin);
  return () => listeners.abort();
}

/** Call `begin` with a function that finds charts by their keys, once all of them show what they are to show. */
function whenDrawn(keys, of, begin, patience = PATIENCE) {
  const find = key => document.querySelector(`.st-key-${CSS.escape(key)} .js-plotly-plot`);
  const isThere = chart => chart?.on && (!of || of.includes(chart.layout.meta?.of));
  if (window.Plotly && keys.every(key => isThere(find(key)))) return begin(some => some.map(find));
  if (patience) requestAnimationFrame(() => whenDrawn(keys, of, begin, patience - 1));
}

/** Move a chart; a movement that another one breaks off is nothing to report. */
function animate(chart, frames, options) {
  window.Plotly.animate(chart, frames, options).catch(() => {});
}

/** Each chart once: Streamlit calls a component again at every run, and a chart may be the same as before. */
function isNew(chart, purpose) {
  const seen = chart.dataset[purpose];
  chart.dataset[purpose] = "yes";
  return !seen;
}

/** The first player leads the others; `play` is another text whenever the picture should start by itself. */
function playTogether([leader, ...followers], play, place, signal) {
  const charts = [leader, ...followers];
  let timer = null;
  const stop = ({ target }) => {
    clearTimeout(timer);
    if (!leader.contains(target)) charts.filter(chart => chart.isConnected).forEach(chart => animate(chart, [null], AT_ONCE));
  };
  for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, stop, { capture: true, signal });
  charts.forEach(quietOnceGone);
  if (isNew(leader, "leads")) {
    leader.on("plotly_animatingframe", ({ name, animation }) => {
      const there = followers.filter(follower => follower.isConnected);
      there.forEach(follower => animate(follower, [name], { ...animation, mode: "immediate" }));
    });
  }
  for (const follower of followers) {
    follower.querySelectorAll(".updatemenu-container, .slider-container").forEach(part => part.style.display = "none");
  }
  if (!play || place.played === play) return;
  place.played = play;
  const names = leader.layout.sliders[0].steps.map(step => step.args[0][0]);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return animate(leader, [names.at(-1)], AT_ONCE);
  const [, motion] = leader.layout.updatemenus[0].buttons[0].args;
  const step = at => {
    if (!leader.isConnected || at === names.length) return;
    animate(leader, [names[at]], { ...motion, mode: "immediate" });
    timer = setTimeout(() => step(at + 1), motion.frame.duration);
  };
  step(0);
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

/** A batch under the pointer is marked in every cloud that has it. */
function markTogether(clouds) {
  for (const cloud of clouds.filter(cloud => isNew(cloud, "marks"))) {
    const others = clouds.filter(other => other !== cloud);
    cloud.on("plotly_hover", ({ points: [{ text }] }) => {
      for (const other of others) {
        const found = other.data.flatMap((trace, curveNumber) =>
          Array.isArray(trace.text) ? [{ curveNumber, pointNumber: trace.text.indexOf(text) }] : []);
        window.Plotly.Fx.hover(other, found.filter(point => point.pointNumber >= 0));
      }
    });
    cloud.on("plotly_unhover", () => others.forEach(other => window.Plotly.Fx.unhover(other)));
  }
}

/** Drag along the x axis of one panel: the chart's frames, which carry their place, follow at once. */
function dragAlong(chart, axes, signal, tell) {
  const panel = chart.querySelector(`.draglayer .${axes.join("")} .nsewdrag`);
  const [low, high] = chart.layout[axes[0].replace(/^x/, "xaxis")].range;
  const { stops } = chart.layout.meta;
  let shown = null;
  const follow = event => {
    const box = panel.getBoundingClientRect();
    const wanted = low + (high - low) * (event.clientX - box.left) / box.width;
    const nearest = stops.reduce((best, stop, at) => Math.abs(stop - wanted) < Math.abs(stops[best] - wanted) ? at : best, 0);
    if (nearest === shown) return;
    shown = nearest;
    animate(chart, ...chart.layout.sliders[0].steps[nearest].args);
  };
  if (!panel) return;
  chart.querySelectorAll(".slider-container").forEach(part => part.style.display = "none");
  panel.style.cursor = "ew-resize";
  panel.style.touchAction = "pan-y";
  panel.addEventListener("pointerdown", event => {
    panel.setPointerCapture(event.pointerId);
    follow(event);
  }, { signal });
  panel.addEventListener("pointermove", event => panel.hasPointerCapture(event.pointerId) && follow(event), { signal });
  panel.addEventListener("pointerup", () => shown !== null && tell(stops[shown]), { signal });
}
