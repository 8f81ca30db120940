// Opens the sidebar when a button of the page asks for it.  On a phone, where it covers the page, it makes way once
// another page has been chosen in it, and on every screen on a page that has no use for it.
export default function ({ data, parentElement }) {
  const { dataset } = parentElement.querySelector("span");
  const first = dataset.page === undefined;
  if (data.closed) {
    // Once: on a phone it leads to the other pages.
    const open = document.querySelector("[data-testid=stSidebar][data-collapsed=false]");
    if (open && !dataset.closed) press("stSidebarCollapseButton");
  } else if (!first && dataset.asked !== String(data.asked)) press("stExpandSidebarButton");
  else if (!first && dataset.page !== data.page && matchMedia("(max-width: 768px)").matches) {
    press("stSidebarCollapseButton");
  }
  dataset.closed = data.closed ?? "";
  dataset.page = data.page;
  dataset.asked = data.asked;
}

function press(name) {
  const part = document.querySelector(`[data-testid=${name}]`);
  (part?.querySelector("button") ?? part)?.click();
}
