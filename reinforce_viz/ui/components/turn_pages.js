// The keys that a clicker sends turn the pages: they follow the links at the ends of the presenter's bar.
export default function () {
  const turn = event => {
    const way = { PageUp: "previous", PageDown: "next" }[event.key];
    const link = way && document.querySelector(`.st-key-present_${way} a`);
    if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link?.click();
  };
  document.onkeydown = turn;
  return () => {
    if (document.onkeydown === turn) document.onkeydown = null;
  };
}
