// Times one key press inside the page, so that the round trip of the program driving the browser is not counted.
// Needs window.__socket from tests/browser/driving.py.
(() => {
  // A press is over after so many frames without news: more while no chart has changed, for one may be on its way.
  const STILL = 8, STILL_UNCHANGED = 40;

  const idle = () => document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning';
  const plots = document.getElementsByClassName('js-plotly-plot');
  const shown = plot => {
    const chart = plot.closest('[data-testid="stPlotlyChart"]');
    return chart?.checkVisibility() && chart.offsetHeight > 10;
  };
  const drawn = plot => plot.querySelector('.main-svg') && getComputedStyle(plot).visibility === 'visible';

  // Call before the press; window.__press is null until it is over.  Times are in ms after the key went down: `painted`
  // has one for every chart that changed, `answered` is when the last message came.
  window.__arm = () => {
    const socket = window.__socket, bytesBefore = socket.bytesReceived;
    const old = new Set(plots); // a changed chart is a new node
    // Only these are looked at: to ask what a chart looks like costs the page a layout, and the more charts the longer.
    const fresh = () => [...plots].filter(plot => !old.has(plot) && shown(plot));
    const painted = new Map();
    let start = null, still = 0, received = 0;
    window.__press = null;
    addEventListener('keydown', event => { start = event.timeStamp; }, {capture: true, once: true});

    const noteNewCharts = () => {
      for (const plot of fresh().filter(drawn)) {
        old.add(plot);
        painted.set(plot, null);
        still = 0;
        // What this frame draws is on the screen once the next one has begun.
        requestAnimationFrame(() => setTimeout(() => painted.set(plot, performance.now() - start)));
      }
    };
    const unfinished = () => socket.sent < start || socket.received < socket.sent || socket.received > received
      || !idle() || !fresh().every(drawn) || [...painted.values()].includes(null);
    const frame = () => {
      still = start === null || unfinished() ? 0 : still + 1;
      received = socket.received;
      if (start !== null) noteNewCharts();
      if (still < (painted.size ? STILL : STILL_UNCHANGED)) return requestAnimationFrame(frame);
      window.__press = {
        painted: [...painted].filter(([plot]) => plot.isConnected).map(([, time]) => time),
        answered: socket.received - start,
        bytes: socket.bytesReceived - bytesBefore,
      };
    };
    requestAnimationFrame(frame);
  };
})();
