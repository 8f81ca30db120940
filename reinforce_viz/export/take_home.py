"""The files of a picture that are made here: its numbers as CSV, and the picture that still moves."""

from html import escape

import pandas as pd
import plotly.graph_objects as go

from reinforce_viz.figures.style.canvas import themed
from reinforce_viz.figures.style.theme import LIGHT
from reinforce_viz.text.answer_names import plain

RAIL = 48  # pixels
FONT = "Helvetica, Arial, sans-serif"
# As many digits as the engine's numbers are exact to: 0.93, where a double is 0.9299999999999999.
DIGITS = "%.12g"


def csv(table: pd.DataFrame) -> bytes:
    """A table as CSV that a spreadsheet reads as it is, marked as UTF-8.  No name begins like a formula.

    Args:
        table: the numbers behind a picture.
    """
    return table.to_csv(index=False, float_format=DIGITS).encode("utf-8-sig")


def moving_picture(figure: go.Figure, page: str, reading: str, settings: str, library: str) -> str:
    """A page of HTML with the picture, Plotly's library and the words: it needs no network, and its controls work.

    Args:
        figure: an UnvalidatedFigure.
        page: the question of the page that it is from.
        reading: the sentence that reads it, in Markdown.
        settings: its caption.
        library: Plotly's, as JavaScript.
    """
    light = go.Figure(themed(figure, LIGHT).to_dict()).update_layout(font_family=FONT)
    if any(slider.visible is False for slider in light.layout.sliders):
        # On the page a script moves the picture, here Plotly's own rail does.
        light.update_layout(sliders=[{"visible": True}], margin_b=light.layout.margin.b + RAIL)
    drawn = light.to_html(
        full_html=False, include_plotlyjs=False, auto_play=False, config={"displayModeBar": False, "responsive": True}
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{escape(page)}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<style>body {{ font: 16px/1.5 {FONT}; color: #26242b; background: white; max-width: 960px;"
        " margin: 24px auto; padding: 0 16px } .settings { color: #5c5966; font-size: 14px }</style>\n"
        f"<script>{library}</script>\n<h1>{escape(page)}</h1>\n{drawn}\n"
        f'<p>{escape(plain(reading))}</p>\n<p class="settings">{escape(settings)}</p>\n</html>\n'
    )
