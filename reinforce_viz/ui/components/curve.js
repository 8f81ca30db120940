// Lets the reader drag b on the curve of a chart.  It uses what linker.js has, to which Python adds it.
const UNTIL_AT_REST = 500; // milliseconds after the last key

/** Let the reader drag, tap and key from stop to stop on the curve; `tell` hears where it was let go. */
function turn(chart, place, tell) {
  // Before the guess there is nothing to drag; and Streamlit calls this again at every run.
  if (!chart.layout.sliders || chart.querySelector("[role=slider]")) return;
  const stops = chart.layout.sliders[0].steps.map(({ args }) => {
    const here = args[0][0].data.at(-1);
    return { args, b: here.x[0], said: here.text.at(-1).replace(/<[^>]*>/g, "") };
  });
  const first = chart.layout.sliders[0].active;
  let at = first;
  let timer = null;
  const handle = document.createElement("div");
  handle.tabIndex = 0;
  for (const [name, value] of Object.entries({ role: "slider", "aria-label": "Baseline b", "aria-valuemin": stops[0].b,
    "aria-valuemax": stops.at(-1).b })) handle.setAttribute(name, value);
  handle.style.cssText = "position: absolute; cursor: ew-resize; touch-action: pan-y; border-radius: 4px";
  chart.style.position = "relative";
  chart.append(handle);

  /** Where the curve is on the screen, left and right of it for the axis. */
  const curve = () => chart.querySelector('.nsewdrag[data-subplot="x3y3"]').getBoundingClientRect();
  const fit = () => {
    const [inner, outer] = [curve(), chart.getBoundingClientRect()];
    Object.assign(handle.style, { left: `${inner.x - outer.x}px`, top: `${inner.y - outer.y}px`,
      width: `${inner.width}px`, height: `${inner.height}px` });
  };
  const go = to => {
    at = Math.min(Math.max(to, 0), stops.length - 1);
    animate(chart, ...stops[at].args);
    describe();
  };
  const describe = () => {
    handle.setAttribute("aria-valuenow", stops[at].b);
    handle.setAttribute("aria-valuetext", stops[at].said);
  };
  const follow = ({ clientX }) => {
    const { x, width } = curve();
    const [low, high] = chart.layout.xaxis3.range;
    const b = low + (clientX - x) / width * (high - low);
    const nearest = stops.reduce((best, stop, place) => Math.abs(stop.b - b) < Math.abs(stops[best].b - b) ? place : best, 0);
    if (nearest !== at) go(nearest);
  };
  const letGo = () => {
    handle.onpointermove = null;
    if (at !== first) tell(stops[at].b);
  };
  handle.onpointerdown = event => {
    handle.setPointerCapture(event.pointerId);
    follow(event);
    handle.onpointermove = follow;
  };
  handle.onpointerup = handle.onpointercancel = letGo;
  handle.onkeydown = event => {
    const to = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: 0, End: stops.length }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go(to);
    clearTimeout(timer);
    timer = setTimeout(letGo, UNTIL_AT_REST);
  };
  describe();
  fit();
  chart.on("plotly_afterplot", fit);
  // Let go, b is drawn anew by Python: the new handle has the focus if the old one had it.
  handle.onfocus = () => { place.held = true; };
  handle.onblur = ({ relatedTarget }) => { if (relatedTarget) place.held = false; };
  const takeFocus = (patience = PATIENCE) => {
    if (!place.held || document.activeElement !== document.body || !patience) return;
    handle.focus({ preventScroll: true });
    requestAnimationFrame(() => takeFocus(patience - 1)); // what is not shown yet takes none
  };
  takeFocus();
}
