// On a phone the sidebar covers the page: once another page has been chosen there, it makes way.
export default function ({ data, parentElement }) {
  const place = parentElement.querySelector("span");
  const turned = place.dataset.page && place.dataset.page !== data.page;
  place.dataset.page = data.page;
  if (turned && matchMedia("(max-width: 768px)").matches) {
    document.querySelector("[data-testid=stSidebar] [data-testid=stSidebarCollapseButton] button")?.click();
  }
}
