"""The table of numbers behind each picture: a file for each page, a function named after each figure."""

from functools import partial

import pandas as pd

# A function of one of these files with its arguments: the numbers behind one picture.
Numbers = partial[pd.DataFrame]
