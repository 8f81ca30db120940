"""Eleven questions, in the order of the pages that decide them."""

from reinforce_viz.text.question import Evidence, Question, Wrong
from reinforce_viz.text.quiz_where_it_leads import LAST

QUESTIONS = (
    Question(
        "sample",
        "The model draws an answer and is told its reward. Why can you not follow the slope of that reward?",
        right="Nudge θ, and the drawn answer stays as it was or jumps to another one",
        wrong=(
            Wrong(
                "Softmax has a kink at each answer, so its derivative is not defined",
                "Softmax is smooth, and the probability of an answer has a slope at every θ.",
            ),
            Wrong(
                "The reward comes from a person, so nobody can write down its formula",
                "Knowing the formula would not help: the drawn answer would still not move a little when θ does.",
            ),
        ),
        why="Only the probabilities change smoothly with θ. The drawn answer stays, or becomes another one, so its "
        "reward has no slope to follow.",
        evidence=Evidence(
            "start",
            "In the example *yes, no, maybe* the reward of the draw stays 3 as a logit moves a little. "
            "The probability has a slope: 0.21.",
        ),
        right_place=1,
    ),
    Question(
        "update",
        "Every reward is positive, and you subtract nothing. You draw one answer, and it is the worst. What does this "
        "update do?",
        right="It makes that answer more likely, as it would any other",
        wrong=(
            Wrong(
                "It makes that answer less likely, as the others earn more",
                "One draw does not tell you what the other answers earn, so the update cannot know that they are "
                "better.",
            ),
            Wrong(
                "It leaves that answer as it is, as so small a reward is lost",
                "A small positive reward makes a small push, but it still pushes its own answer up.",
            ),
        ),
        why="A positive reward pushes up whatever was drawn, so a single update can make the model worse. Only the "
        "average over all draws points uphill.",
        evidence=Evidence(
            "one_update",
            "In the example *yes, no, maybe* this one draw is the worst answer, and the step takes J "
            "from 4.9 to 3.896.",
            (("k", "1"), ("seed", "1.0"), ("stage", "Update")),
        ),
        right_place=2,
    ),
    Question(
        "bias",
        "Why can you subtract the same number b from every reward and leave the average update as it was?",
        right="The pushes b ∇π that it takes away add up to zero",
        wrong=(
            Wrong(
                "The number b is small beside the rewards, so it hardly counts",
                "It holds for every b, even for one that is larger than all of the rewards.",
            ),
            Wrong(
                "The number b is the average reward, so it cancels in the long run",
                "It holds for every fixed number b, whether or not it is the average reward.",
            ),
        ),
        why="Probabilities always sum to 1, so what one answer gains the others lose. But b must not depend on the "
        "answers drawn: the batch's own mean does, and it shrinks the average update to (K − 1)/K of the gradient.",
        evidence=Evidence(
            "why_it_works",
            "In the example *yes, no, maybe* b = 10 is larger than every reward. With b set to 10 "
            "in the last picture, the three pushes still add up to zero.",
            (("proof_b", "10.0"),),
        ),
        right_place=0,
    ),
    Question(
        "cloud",
        "You draw more answers for each update, and there is less noise. Can a step downhill become more likely?",
        right="It can: at some sizes more batches happen to point downhill",
        wrong=(
            Wrong(
                "It cannot, as less noise means fewer steps downhill each time",
                "Noise falls as 1/K, but which batches point downhill changes in jumps.",
            ),
            Wrong(
                "It cannot, as the average points uphill, whatever is drawn",
                "The average points uphill at every size, and single batches may still point downhill.",
            ),
        ),
        why="Counts are whole numbers. At K = 6 it takes five draws of the worst answer to outweigh one of the best; "
        "at K = 8 there are more ways to do so. In the long run more answers do make steps downhill rare.",
        evidence=Evidence(
            "gradient_scatter",
            "In the example *yes, no, maybe* without a baseline 17% of the updates point downhill at K = 6, and 19% at "
            "K = 8.",
            (("k", "8"),),
        ),
        right_place=1,
    ),
    Question(
        "best",
        "Which constant baseline always gives the least variance?",
        right="b*, where an answer counts more the harder it pushes",
        wrong=(
            Wrong(
                "The expected reward, where the most likely answers count most",
                "It is often close, but in the example *nearly done* it gives more variance than no baseline.",
            ),
            Wrong(
                "The largest reward, so that no answer is pushed up",
                "Then every worse answer is pushed down, and in the example *nearly done* that gives more "
                "variance than no baseline.",
            ),
        ),
        why="b* weighs each reward by how often its answer is drawn and by how far it pushes. The least variance does "
        "not always mean the fewest steps downhill, though.",
        evidence=Evidence(
            "baselines",
            "In the example *nearly done* with K = 4, the expected reward gives a variance of 0.0891, and b* gives "
            "0.0047.",
            (("preset", "nearly done"),),
        ),
        right_place=2,
    ),
    Question(
        "batch",
        "You subtract the same number as before, and draw four times as many answers for each update. What happens to "
        "its typical error?",
        right="It halves, because the variance falls to a quarter",
        wrong=(
            Wrong(
                "It falls to a quarter, because the errors cancel out",
                "The variance falls to a quarter, and the typical error is its square root.",
            ),
            Wrong(
                "It stays, because each answer is just as noisy",
                "Each push is as noisy as before, but the update is their average, and that is less noisy.",
            ),
        ),
        why="With a fixed number subtracted, the variance falls as 1/K. A good baseline can save more, without another "
        "draw.",
        evidence=Evidence(
            "variance_vs_k",
            "In the example *yes, no, maybe* with nothing subtracted, the total variance is 4.95 at K = 4 "
            "and 1.24 at K = 16.",
            (("k", "16"), ("quantity", "total variance")),
        ),
        right_place=0,
    ),
    Question(
        "luck",
        "Many models start alike and follow the same rule. Why do some of them end on a wrong answer?",
        right="An early lucky draw is pushed up until little else is drawn",
        wrong=(
            Wrong(
                "On average their steps point to the wrong answer at first",
                "The average step is the gradient, which points uphill from the start.",
            ),
            Wrong(
                "The wrong answer is the best one for some of the models",
                "All of them have the same rewards, so the best answer is the same for each.",
            ),
        ),
        why="What is drawn and paid becomes more likely, so it is drawn more often still. A baseline pushes an answer "
        "down when it earns less than usual, and that breaks the circle.",
        evidence=Evidence(
            "trajectories",
            "In the example *yes, no, maybe* with one draw a step, 66% of the runs end on the best answer without a "
            "baseline, and 100% with the expected reward.",
            (("k", "1"), ("lr", "0.5"), ("versus", "expected reward")),
        ),
        right_place=0,
    ),
    *LAST,
)


def of_page(page: str) -> list[tuple[int, Question]]:
    """The questions that a page decides, each with its number.

    Args:
        page: its file's name.
    """
    return [(number, one) for number, one in enumerate(QUESTIONS, 1) if one.evidence.page == page]
