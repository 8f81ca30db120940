"""The number of possible responses, beside large numbers that people know."""

import plotly.graph_objects as go

from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL
from reinforce_viz.lessons.sequence_counts import KNOWN, LONGEST, VOCABULARIES, power_of_ten
from reinforce_viz.text.readings.sequence_counts import written_power


def sequence_counts(vocabulary: int, length: int) -> go.Figure:
    """The number of sequences and the known numbers as powers of ten, a bar each.

    Args:
        vocabulary: how many tokens there are.
        length: tokens in a response.
    """
    power = power_of_ten(vocabulary, length)
    rows = {name: known.power for name, known in KNOWN.items()} | {f"<b>responses of {length} tokens</b>": power}
    picture = Drawing(
        360,
        xaxis={
            "title": "power of ten",
            "range": [0, 1.16 * power_of_ten(VOCABULARIES[-1], LONGEST)],
            "fixedrange": True,
        },
        yaxis={"range": [len(rows) - 0.5, -0.75], "visible": False, "fixedrange": True},
        bargap=0.6,
        margin={"l": 8, "t": 28},
    )
    picture.bar(
        x=list(rows.values()),
        y=list(range(len(rows))),
        orientation="h",
        marker={"color": [NEUTRAL] * len(KNOWN) + [CURRENT]},
        text=[f"10<sup>{written_power(value)}</sup>" for value in rows.values()],
        textposition="outside",
        textfont={"size": 17},
        cliponaxis=False,
        name="powers of ten",
    )
    for row, name in enumerate(rows):
        picture.text(name, 0, row - 0.2, xanchor="left", yanchor="bottom", font={"size": 14})
    return picture.figure()
