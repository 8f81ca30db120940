"""Every sentence on the number of responses, against plain arithmetic and whole numbers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from math import log10, sqrt

import numpy as np

from reinforce_viz.lessons.sequence_counts import KNOWN, LONGEST, VOCABULARIES
from reinforce_viz.text.claims import sequence_counts as claims
from reinforce_viz.text.readings import sequence_counts as readings
from tests.sweep.saying import NUMBER, agrees, read
from tests.sweep.settings import COUNT, SEED, settings
from tests.sweep.test_start import gradient, push

# The known numbers as whole ones, and what 10 to the power of 80 and 120 are.
WHOLE = dict(zip(KNOWN, (435 * 10**15, 75 * 10**17, 10**80, 10**120), strict=True))


def lengths() -> Iterator[tuple[int, int]]:
    """A vocabulary and a length; all pairs that are powers of ten, where the number may be a known one."""
    rng = np.random.default_rng(SEED)
    yield from ((v, n) for v in (10, 100, 1000, 10_000, 100_000) for n in range(1, LONGEST + 1))
    for _ in range(COUNT):
        yield VOCABULARIES[rng.integers(len(VOCABULARIES))], int(rng.integers(1, LONGEST + 1))


def test_the_number_of_sequences_stands_between_its_neighbours():
    for vocabulary, length in lengths():
        said, count = readings.sequence_counts(vocabulary, length), vocabulary**length
        power = re.search(rf"10 to the power of ({NUMBER}) sequences", said)[1]
        assert agrees(power, length * log10(vocabulary)), said
        more, fewer, same = (
            re.findall(rf"{words} the ([A-Za-z ]+?)(?:\.| and fewer)", said)
            for words in ("more than", "fewer than", "as many as")
        )
        smaller = [name for name, known in WHOLE.items() if known < count]
        larger = [name for name, known in WHOLE.items() if known > count]
        equal = [name for name, known in WHOLE.items() if known == count]
        assert same == equal, said
        if not equal:
            assert more == smaller[-1:], said
            assert fewer == larger[:1], said
        for name, known in KNOWN.items():
            assert (known.power == read(power)) == (name in equal), said


def test_the_error_of_a_sample():
    for chosen in settings():
        e = replace(chosen, estimator="none")
        said = claims.error_counts_no_sequences(chosen, 50_000, 100)
        g = np.array(gradient(e))
        variance = sum(p * float(((np.array(push(e, a)) - g) ** 2).sum()) for a, p in enumerate(e.probs))
        if "one draw" in said:
            # Then every draw that can come has the same push, or none.
            assert variance < 1e-12, (e, said)
            continue
        v, error, size = re.search(
            rf"one push is ({NUMBER}), so 100 draws miss by ({NUMBER}); g itself is ({NUMBER}) long", said
        ).groups()
        assert agrees(v, variance), (e, said)
        assert agrees(error, sqrt(variance / 100)), (e, said)
        assert agrees(size, float(np.linalg.norm(g))), (e, said)
