"""The few rules of style that Streamlit's theme has no word for, and the colours of pictures."""

import streamlit as st

from reinforce_viz.figures.style.theme import DARK, LIGHT, Theme
from reinforce_viz.ui.browser_code import read

# The picture is to begin high on the first screen, and the dock to leave it room.
STYLE = """
[data-testid="stMainBlockContainer"] { padding: 3.5rem 3rem 2rem }
[data-testid="stMain"] h1 { padding: 0 }
[data-testid="stBottomBlockContainer"] { padding: 0.25rem 3rem 0.5rem }
.st-key-head [data-testid="stMarkdownContainer"] { margin: 0 }
.st-key-head [data-testid="stMarkdownContainer"] p { margin: 0 }
/* What a class needs of every page is in the bar at the top if there is room beside the pages, and above the head if
   not.  What it is nested in would leave a gap for each. */
[data-testid="stMainBlockContainer"] > * div:has(.st-key-class_bar) { display: contents }
.st-key-class_bar { position: fixed; top: 0; right: 3rem; width: auto; height: 3.75rem; z-index: 999991 }
.st-key-class_bar:has(.st-key-class_follows) { justify-content: center }
.st-key-class_bar :is(p, [data-testid="stMarkdownContainer"]) { margin: 0 }
@media (max-width: 1100px) {
div:has(> .st-key-class_code) { display: none }
}
/* The guesses of a class lie on the page, for the picture to stay where it is. */
@media (min-width: 1101px) {
div:has(> .st-key-class_shown) { display: contents }
.st-key-class_shown { position: fixed; top: 6.75rem; right: 3rem; width: 27rem; padding: 0 1rem 1rem; z-index: 99;
  background: Canvas; border: 1px solid rgba(128, 128, 128, 0.4); border-radius: 0.5rem }
}
@media (min-width: 641px) and (max-width: 1100px) {
:has(> * .st-key-class_shown) .st-key-class_bar { position: static; height: auto; margin-bottom: -0.5rem }
}
@media (min-width: 641px) and (max-width: 1000px) {
.st-key-class_bar:has(.st-key-class_reveal) { position: static; height: auto; margin-bottom: -0.5rem }
}
@media (min-width: 641px) and (max-width: 800px) {
.st-key-class_bar { position: static; height: auto; margin-bottom: -0.5rem }
}
div:has(> .st-key-dock) { border-top: 1px solid rgba(128, 128, 128, 0.25) }
.st-key-announced, .st-key-players, .st-key-theme, .st-key-b_on_the_curve { position: absolute }
.st-key-sidebar, .st-key-presenter_keys, .st-key-classroom_browser { position: absolute }
/* The stages of an update: buttons that are small pictures, between a head and a picture that are a little closer. */
.st-key-walk { margin-block: -0.5rem }
.st-key-stage [role="radio"] { height: 3.5rem; padding: 0 0.75rem 0 5rem; background-repeat: no-repeat;
  background-position: 0.5rem center; background-size: 4rem 2.75rem }
.st-key-dock { gap: 1.5rem }
.st-key-dock > div { flex: 1 1 6.5rem; max-width: 22rem }
/* The question is to be whole on the first screen, below the picture. */
@media (max-width: 1100px), (max-height: 800px) {
[class*="st-key-prediction_"] { padding: 0.5rem 0.75rem }
[class*="st-key-prediction_"] [data-testid="stButtonGroup"] button { padding-inline: 0.5rem }
}
@media (max-width: 640px) {
[data-testid="stMainBlockContainer"], [data-testid="stBottomBlockContainer"] { padding-inline: 1rem }
/* The head of the page is beside the one button that the bar at the top has on a phone. */
[data-testid="stMainBlockContainer"] { padding-top: 0.5rem }
[data-testid="stHeader"] { background: none }
[data-testid="stHeader"], [data-testid="stHeader"] * { pointer-events: none }
[data-testid="stHeader"] :is(button, button *) { pointer-events: auto }
[data-testid="stHeader"] button { backdrop-filter: blur(6px) }
[data-testid="stMainBlockContainer"]:not(:has(.st-key-head)) { padding-top: 3rem }
.st-key-head > [data-testid="stLayoutWrapper"]:first-child { padding-left: 2.5rem; min-height: 3rem }
/* In a class something else is beside that button, and the teacher says the lead. */
[data-testid="stMainBlockContainer"]:has(.st-key-class_bar) { padding-top: 2.75rem }
[data-testid="stMainBlockContainer"]:has(.st-key-class_bar) .st-key-head > :first-child { padding-left: 0 }
:has(.st-key-class_bar) > * .st-key-head > [data-testid="stElementContainer"]:has(h1) ~ * { display: none }
.st-key-class_bar { position: absolute; top: 0.25rem; left: 3.5rem; height: 2.5rem; gap: 0.5rem; flex-wrap: nowrap }
.st-key-class_bar { white-space: nowrap }
.st-key-class_bar p { font-size: 0.875rem }
.st-key-class_bar button { padding-inline: 0.5rem }
.st-key-class_bar button kbd, :has(> * .st-key-class_shown) .st-key-class_bar .stMarkdown { display: none }
.st-key-head [data-testid="stHorizontalBlock"] { flex-wrap: nowrap; gap: 0 }
[data-testid="stMain"] h1 { font-size: 1.375rem }
.st-key-head [data-testid="stPageLink"] p, .st-key-head button p { display: none }
/* Which example it is, is news; which page, the title says. */
.st-key-head [data-testid="stElementContainer"]:has(+ .st-key-example) { display: none }
.st-key-head .st-key-example p { display: block; white-space: nowrap; font-size: 0.875rem }
.st-key-dock { gap: 0.75rem }
.st-key-walk > div:first-child, .st-key-stage, .st-key-stage :is(.stButtonGroup, [role="radiogroup"]) { width: 100% }
.st-key-stage [role="radio"] { flex: 1 1 0 }
.st-key-side_by_side [data-testid="stHorizontalBlock"] { flex-wrap: nowrap; gap: 0.25rem }
.st-key-side_by_side [data-testid="stColumn"] { min-width: 0; flex: 1 1 0 }
}
/* A table beside a picture has a third of the width. */
@media (max-width: 900px) {
[data-testid="stMain"] :is(th, td) { padding-inline: 0.375rem }
}
@media (max-width: 1100px) {
.st-key-stage [role="radio"] { padding: 2rem 0.5rem 0; background-position: center 0.25rem;
  background-size: auto 1.875rem }
}
/* A phone on its side has room for a picture, but not for a dock and a lead as well. */
@media (max-height: 480px) {
[data-testid="stBottom"] { position: static }
[data-testid="stMain"] [data-testid="stVerticalBlock"] { row-gap: 0.5rem }
[data-testid="stMain"] h1 { font-size: 1.375rem }
.st-key-head > [data-testid="stElementContainer"]:has(h1) ~ * { display: none }
.st-key-stage [role="radio"] { height: 2.5rem; padding: 0 0.5rem 0 3rem; background-position: 0.25rem center }
}
@media print {
[data-testid="stHeader"], [data-testid="stBottom"], .st-key-route { display: none }
}
"""
# Streamlit sizes everything in rem.  The class reads 24 pixels; the buttons in the head are the presenter's own.
# Captions are what a speaker says aloud, and the keys turn the pages.
ON_A_PROJECTOR = """
:root { font-size: 150%; --small: 1rem }
[data-testid="stMain"] [data-testid="stCaptionContainer"], [data-testid="stHeader"] { display: none }
[data-testid="stMainBlockContainer"] { padding-top: 0.5rem }
[data-testid="stMain"] [data-testid="stVerticalBlock"] { row-gap: 0.5rem }
[data-testid="stMain"] h1 { font-size: 1.375rem }
.st-key-head { flex-flow: row-reverse; align-items: center; gap: 1rem }
.st-key-head > [data-testid="stElementContainer"] { flex: 1 1 0; width: auto }
.st-key-head > [data-testid="stLayoutWrapper"] { flex: none; width: auto }
.st-key-head [data-testid="stHorizontalBlock"] { gap: 0.375rem }
[data-testid="stMain"] [data-testid="stMarkdownContainer"] p { font-size: 1rem }
[data-testid="stMain"] :is(.st-key-head button, .st-key-class_bar) p { font-size: 0.6875rem }
.st-key-head [data-testid="stPageLink"] p { display: none }
:is(.stButton, [data-testid="stWidgetLabel"], [data-testid="stButtonGroup"], [data-testid="stSliderThumbValue"]) p,
:is(.stMultiSelect, .stSelectbox) :is(div, span, input) { font-size: 1rem }
[data-testid="stButtonGroup"] button { padding-inline: 0.5rem }
[data-testid="stMain"] :is(th, td) { padding: 0.25rem 0.5rem }
[class*="st-key-prediction_"] { padding: 0.375rem 0.75rem }
.st-key-asked_already { display: none }
[data-testid="stMain"] .st-key-stage [role="radio"] { height: 2.25rem; padding: 0 0.5rem 0 3rem;
  background-position: 0.25rem center; background-size: auto 1.75rem }
.st-key-dock :is(.stSlider, .stSelectbox) { display: flex; align-items: center; gap: 1rem }
.st-key-dock :is(.stSlider, .stSelectbox) > label { white-space: nowrap; min-height: 0; margin: 0 }
.st-key-dock .stSelectbox > div { flex: 1 1 0; min-width: 0 }
.st-key-dock { padding-top: 0.5rem }
.st-key-dock > div { max-width: 26rem }
@media (min-width: 641px) and (max-width: 1100px) {
.st-key-class_bar { position: static; height: auto; margin-bottom: -0.5rem }
}
/* Above the picture there is no room for another row: a class takes the place of the buttons that have keys. */
@media (min-width: 1101px) {
.st-key-class_bar { top: 0.375rem; right: 13.5rem; height: 2.5rem; gap: 0.5rem }
.st-key-class_bar button { min-height: 0; padding: 0.25rem 0.5rem }
.st-key-class_shown { top: 3.5rem }
:has(.st-key-class_bar) > * .st-key-head :is([class*=st-key-present_]) { position: absolute; opacity: 0 }
:has(.st-key-class_bar) > * .st-key-head > [data-testid="stElementContainer"] { padding-right: 14rem }
}
"""


_theme = st.components.v2.component("theme", js=read("theme.js"))


def draw(*, presenting: bool) -> None:
    """Send the rules to the browser.

    Args:
        presenting: whether the page is shown on a projector.
    """
    st.html(f"<style>{STYLE}{ON_A_PROJECTOR if presenting else ''}</style>")
    _theme(key="theme", height=0, on_dark_change=st.rerun)


def theme() -> Theme:
    """The colours that pictures have on the page, which is light or dark as the reader's browser likes it."""
    return DARK if st.context.theme.type == "dark" else LIGHT
