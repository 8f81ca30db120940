"""Six questions, each answered by a picture to go back to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A question with choices, of which one is right, and the page whose picture answers it."""

    key: str
    text: str
    right: str
    wrong: tuple[str, ...]
    why: str
    page: str
    right_place: int  # where the right choice stands among all

    @property
    def choices(self) -> list[str]:
        """Every choice, in the order shown."""
        choices = list(self.wrong)
        choices.insert(self.right_place, self.right)
        return choices


QUESTIONS = (
    Question(
        "sample",
        "The model draws an answer and gets its reward. Why not differentiate the reward like any other loss?",
        right="The drawn answer jumps: a small change of θ leaves it as it is, or makes it another",
        wrong=("The reward is not a number", "Softmax has no derivative"),
        why="Only the probabilities change smoothly with θ. The drawn answer itself stays the same or becomes another, "
        "so its reward has no slope to follow.",
        page="start",
        right_place=1,
    ),
    Question(
        "update",
        "All rewards are positive, and there is no baseline. You draw one answer, and it is the worst. What does this "
        "update do?",
        right="It makes the worst answer more likely",
        wrong=("It makes the worst answer less likely", "Nothing, because the reward is small"),
        why="One draw says nothing about the other rewards: a positive one pushes its own answer up. Only the average "
        "over all draws points uphill.",
        page="one_update",
        right_place=0,
    ),
    Question(
        "bias",
        "Why does subtracting a number b leave the average update as it was?",
        right="The pushes b·∇π of all answers add up to zero, because probabilities always sum to 1",
        wrong=("b is small compared with the rewards", "b is the average reward, so it cancels on average"),
        why="This holds for any b and any policy, as long as b does not depend on the drawn answer. The batch's own "
        "mean does, and shrinks the average update to (K − 1)/K of the gradient.",
        page="why_it_works",
        right_place=2,
    ),
    Question(
        "best",
        "Which constant baseline leaves the least variance?",
        right="b*, which weighs each reward by how far its answer pushes",
        wrong=("The expected reward, always", "The largest reward"),
        why="The expected reward is often close to b*, but when the model is nearly done it can be worse than no "
        "baseline. And the least variance does not always mean the fewest steps downhill.",
        page="baselines",
        right_place=1,
    ),
    Question(
        "batch",
        "You subtract the same number as before, and draw four times as many answers per update. What do you gain?",
        right="A quarter of the variance, so half the typical error",
        wrong=("A quarter of the typical error", "A longer step in the same direction"),
        why="With a constant baseline the variance falls as 1/K. A good baseline can save more, without another draw.",
        page="variance_vs_k",
        right_place=0,
    ),
    Question(
        "tokens",
        "A response gets one reward for all its tokens. Why does a model learn more slowly from longer ones?",
        right="Each token is pushed by rewards that it did not cause, which is noise",
        wrong=("The gradient becomes biased", "Long responses have smaller rewards"),
        why="One reward for all tokens is right on average. It costs noise: each token is pushed by what the other "
        "tokens earned as well, and with every token there are more of them. A critic takes away only what the tokens "
        "written so far already decide.",
        page="tokens",
        right_place=2,
    ),
)
