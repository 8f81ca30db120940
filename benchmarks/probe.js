// Times one key press inside the page, so that the test driver's own round trip is not counted.
// Needs window.__socket from tests/browser/driving.py.
(() => {
  const QUIET = 120; // ms without a message or a new picture after which the press is over

  const visible = e => e.checkVisibility() && e.offsetHeight > 10 && getComputedStyle(e).visibility === 'visible';
  const charts = () => [...document.querySelectorAll('.js-plotly-plot')].filter(c => c.querySelector('.main-svg') && visible(c));
  const idle = () => document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning';

  // Streamlit mounts a new node for a changed figure.  Should it ever update one in place, its data tell.
  const shows = chart => JSON.stringify(chart.data, (_, value) => ArrayBuffer.isView(value) ? [...value] : value);

  // Until the result is there, window.__press is null.  All times are ms after the key went down; `painted` has one
  // for every chart that changed, `idle` is when the last message arrived.
  window.__arm = () => {
    const socket = window.__socket;
    const before = {count: charts().length, received: socket.bytesReceived, sent: socket.bytesSent};
    const known = new Map(charts().map(chart => [chart, shows(chart)]));
    const painted = new Map();
    let start = null, news = 0;
    window.__press = null;
    addEventListener('keydown', event => { start = event.timeStamp; }, {capture: true, once: true});

    const lookAtCharts = now => {
      for (const chart of charts()) {
        if (known.has(chart) && (socket.received < start || known.get(chart) === shows(chart))) continue;
        known.set(chart, shows(chart));
        news = now;
        painted.set(chart, null);
        // This frame is painted when the next one begins.
        requestAnimationFrame(() => setTimeout(() => painted.set(chart, performance.now() - start)));
      }
    };
    const frame = () => {
      const now = performance.now();
      if (start !== null) {
        lookAtCharts(now);
        const answered = socket.sent > start && socket.received > socket.sent;
        const times = [...painted].filter(([chart]) => chart.isConnected).map(([, time]) => time);
        if (answered && idle() && charts().length >= before.count && !times.includes(null)
            && now - Math.max(news, socket.received) > QUIET) {
          window.__press = {
            painted: times.sort((a, b) => a - b),
            idle: socket.received - start,
            bytesReceived: socket.bytesReceived - before.received,
            bytesSent: socket.bytesSent - before.sent,
          };
          return;
        }
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  };
})();
