// A link to copy.  On a page without encryption the browser keeps its clipboard to itself, but copies what is selected.
export default function ({ parentElement, data }) {
  const [field, button, status] = ["input", "button", "span"].map(name => parentElement.querySelector(name));
  button.textContent = "Copy link";
  if (field.value !== data.link) status.textContent = "";
  field.value = data.link;
  field.onfocus = () => field.select();
  button.onclick = async () => {
    let copied = false;
    try {
      await navigator.clipboard.writeText(data.link);
      copied = true;
    } catch {
      field.select();
      copied = document.execCommand("copy");
    }
    status.textContent = copied ? "Copied" : "Press Ctrl+C";
  };
}
