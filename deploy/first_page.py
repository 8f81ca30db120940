"""The page that a browser is sent first, with something to read until Streamlit's scripts have arrived.

On a slow line that takes half a minute (docs/speed.md), and Streamlit's own page is white until then.
"""

import urllib.request

from deploy.ports import LOOPBACK

EMPTY = '<div id="root"></div>'  # where Streamlit draws the app, in place of all that it finds there
SIGN = """<main style="margin: 30vh auto; width: max-content; max-width: 80vw; font: 20px/1.6 system-ui, sans-serif">
<p role="status">The page is on its way.<br>On a slow line the first visit takes a minute or more.</p>
<progress aria-label="Loading" style="width: 100%"></progress>
</main>"""


def first_page(port: int) -> str:
    """The page that the process of the app sends, with a sign in it.

    Args:
        port: where the process listens, on this machine.

    Returns:
        HTML; as it came, if a later Streamlit draws elsewhere.
    """
    with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/", timeout=10) as answer:
        return str(answer.read().decode()).replace(EMPTY, EMPTY.replace("><", f">{SIGN}<"))
