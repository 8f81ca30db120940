// A button that reads a file where it is, in the browser, and tells Python its text: nothing is uploaded or stored.
export default function ({ data, parentElement, setTriggerValue }) {
  const input = parentElement.querySelector("input");
  input.onchange = async () => {
    const [file] = input.files;
    if (!file) return;
    // Of a file that is too large Python says so; its text stays here.
    const text = file.size <= data.largest ? await file.text() : "";
    setTriggerValue("file", { size: file.size, text });
    input.value = ""; // so that the same file can be read again once it has changed
  };
}
