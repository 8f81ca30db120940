"""How a page gets onto somebody else's screen: as a link, and as a code that a phone reads."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from reinforce_viz.ui import handout, presenter
from reinforce_viz.ui.browser_code import read
from reinforce_viz.ui.controls import choosable
from reinforce_viz.ui.links import OWN_DRAWS

# Chosen again in "Share", so not taken over from the page; and only the teacher's own screen is a presenter's.
NOT_PASSED_ON = ("show", "present")
WIDTH = 240
THIS_COMPUTER = ("localhost", "127.0.0.1", "::1", "0.0.0.0")
LINK = """
<input readonly aria-label="Link to this page"><button></button><span role="status"></span>
"""
# As Streamlit's own controls look, in either theme.
LOOKS = """
:host > div, #root { display: contents }
input, button { font: inherit; font-size: 0.875rem; color: var(--st-text-color); box-sizing: border-box;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); min-height: 2.5rem }
input { width: 100%; padding: 0.25rem 0.75rem; background: var(--st-secondary-background-color) }
button { margin: 0.5rem 0.5rem 0 0; padding: 0.25rem 0.75rem; background: var(--st-background-color); cursor: pointer }
button:hover, button:focus-visible { color: var(--st-primary-color); border-color: var(--st-primary-color) }
span { font-size: 0.875rem }
"""

_copy_link = st.components.v2.component(
    "copy_link",
    html=LINK,
    css=LOOKS,
    js=read("copy_link.js"),
)


def link(address: str, parameters: Mapping[str, Sequence[str]], shown: Sequence[str] = ()) -> str:
    """The link that opens a page as the parameters describe it, with only some controls shown unless there are none.

    Args:
        address: of the page, without parameters.
        parameters: texts by key, as the browser has them.
        shown: the names of the controls that the link shows; none for all.
    """
    pairs = [(key, value) for key, values in parameters.items() if is_passed_on(key) for value in values]
    pairs += [("show", name) for name in shown]
    return f"{address}?{urlencode(pairs)}" if pairs else address


def link_here(shown: Sequence[str] = (), *, own_draws: bool = False) -> str:
    """The link that opens this page as it is now.

    Args:
        shown: the controls that it shows, by name; all if there are none.
        own_draws: whether everybody who opens it gets draws of their own.
    """
    parameters = {key: st.query_params.get_all(key) for key in st.query_params}
    if own_draws:
        parameters |= {"seed": [OWN_DRAWS]}
    return link(st.context.url or "", parameters, shown)


def is_passed_on(key: str) -> bool:
    """Whether a link passes on what a key holds; what the teacher has guessed and answered is the teacher's own.

    Args:
        key: of the link.
    """
    return key not in NOT_PASSED_ON and not key.startswith(("guess_", "q_"))


def qr_code(text: str) -> str | None:
    """A QR code of a text as SVG, dark on light in every theme, as readers expect; None if the text is too long.

    Args:
        text: the link.
    """
    try:
        code = segno.make_qr(text, error="l")
    except segno.DataOverflowError:
        return None
    return code.svg_inline(border=4, light="#fff", omitsize=True, title="QR code of the link")


def works_only_here(address: str) -> bool:
    """Whether an address means the computer on which it is opened.

    Args:
        address: a link.
    """
    return urlsplit(address).hostname in THIS_COMPUTER


@st.dialog("Share this page, as you have set it")
def show(page: str) -> None:
    """Offer the link of exactly this page, as it is now.

    Args:
        page: the name of the page.
    """
    address = st.context.url or ""
    names = choosable(page)
    here = st.empty()
    shown = st.multiselect(
        "Controls that the link shows",
        names,
        [name for name in handout.named_controls() if name in names],
        placeholder="All of them",
        key="link_shows",
        help="Choose one, and you hand out a page with one slider. The others keep the values they have now.",
    )
    own_draws = st.checkbox("Everybody gets draws of their own", key="link_own_draws")
    with here.container():
        _offer(link_here(shown, own_draws=own_draws))
    if works_only_here(address):
        st.caption("Only this computer opens this link. `make class` starts the app for everybody in your network.")


def _offer(to_here: str) -> None:
    """A link to copy and to scan."""
    _copy_link(key="copy_link", data={"link": to_here}, height="content")
    if code := qr_code(to_here):
        st.image(code, width=WIDTH, alt="QR code of the link")
        if presenter.on():
            st.markdown("Q shows the code of this page as large as the screen.")
    else:
        st.caption("This link is too long for a QR code.")
