// Runs the page again once the system has turned dark or light: words in pictures are drawn in the colours of a theme.
const LATER = 300; // milliseconds, for Streamlit to turn first

export default function ({ setStateValue }) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const turn = () => setTimeout(() => setStateValue("dark", dark.matches), LATER);
  dark.addEventListener("change", turn);
  return () => dark.removeEventListener("change", turn);
}
