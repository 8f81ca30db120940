// Opens the sidebar when a button of the page asks for it.  On a phone, where it covers the page, it makes way once
// another page has been chosen in it.
export default function ({ data, parentElement }) {
  const { dataset } = parentElement.querySelector("span");
  const first = dataset.page === undefined;
  if (!first && dataset.asked !== String(data.asked)) press("stExpandSidebarButton");
  else if (!first && dataset.page !== data.page && matchMedia("(max-width: 768px)").matches) {
    press("stSidebarCollapseButton");
  }
  dataset.page = data.page;
  dataset.asked = data.asked;
}

function press(name) {
  const part = document.querySelector(`[data-testid=${name}]`);
  (part?.querySelector("button") ?? part)?.click();
}
