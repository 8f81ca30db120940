// Puts what the picture shows now where a screen reader hears it; what a page opens with is read as part of the page.
export default function ({ data, parentElement }) {
  const place = parentElement.querySelector("p");
  if (place.dataset.opened && place.dataset.said !== data.sentence) place.textContent = data.sentence;
  place.dataset.opened = "true";
  place.dataset.said = data.sentence;
}
