// Times one key press inside the page, so that the round trip of the program driving the browser is not counted.
// Needs window.__socket from tests/browser/driving.py.
(() => {
  const QUIET = 120; // ms without a message or a new picture after which a press is over

  const idle = () => document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning';
  const plots = () => [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
    .filter(chart => chart.checkVisibility() && chart.offsetHeight > 10)
    .map(chart => chart.querySelector('.js-plotly-plot'));
  const drawn = plot => plot?.querySelector('.main-svg') && getComputedStyle(plot).visibility === 'visible';

  // Call before the press; window.__press is null until it is over.  Times are in ms after the key went down: `painted`
  // has one for every chart that changed, `answered` is when the last message came.
  window.__arm = () => {
    const socket = window.__socket, bytesBefore = socket.bytesReceived;
    const old = new Set(plots()); // a changed chart is a new node
    const painted = new Map();
    let start = null, lastNews = 0;
    window.__press = null;
    addEventListener('keydown', event => { start = event.timeStamp; }, {capture: true, once: true});

    const noteNewCharts = now => {
      for (const plot of plots().filter(plot => drawn(plot) && !old.has(plot))) {
        old.add(plot);
        painted.set(plot, null);
        lastNews = now;
        // What this frame draws is on the screen once the next one has begun.
        requestAnimationFrame(() => setTimeout(() => painted.set(plot, performance.now() - start)));
      }
    };
    const over = now => socket.sent > start && socket.received > socket.sent && idle() && plots().every(drawn)
      && ![...painted.values()].includes(null) && now - Math.max(lastNews, socket.received) > QUIET;
    const frame = () => {
      const now = performance.now();
      if (start !== null) noteNewCharts(now);
      if (start === null || !over(now)) return requestAnimationFrame(frame);
      window.__press = {
        painted: [...painted].filter(([plot]) => plot.isConnected).map(([, time]) => time),
        answered: socket.received - start,
        bytes: socket.bytesReceived - bytesBefore,
      };
    };
    requestAnimationFrame(frame);
  };
})();
