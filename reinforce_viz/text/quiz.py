"""Has it been understood?  Six questions, each answered by a picture to go back to."""

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
        right="The drawn answer is a jump: a small change of θ changes nothing, or everything",
        wrong=("The reward is not a number", "Softmax has no derivative"),
        why="Only the probabilities change smoothly with θ. The drawn answer itself stays the same or becomes another, "
        "so its reward has no slope to follow.",
        page="start",
        right_place=1,
    ),
    Question(
        "update",
        "Without a baseline and with positive rewards, the worst answer is drawn. What does this one update do?",
        right="It makes the worst answer likelier",
        wrong=("It makes the worst answer rarer", "Nothing, since the reward is small"),
        why="One draw says nothing of the other rewards: a positive one pushes its own answer up. Only the average "
        "over all draws points uphill.",
        page="one_update",
        right_place=0,
    ),
    Question(
        "bias",
        "Why does subtracting a number b leave the average update as it was?",
        right="The pushes b·∇π of all answers add up to zero, as probabilities always sum to 1",
        wrong=("b is small beside the rewards", "b is the average reward, so it cancels on average"),
        why="It holds for any b and any policy, as long as b does not depend on the drawn answer. The batch's own mean "
        "does, and shrinks the average update to (K − 1)/K.",
        page="why_it_works",
        right_place=2,
    ),
    Question(
        "best",
        "Which constant baseline leaves the least variance?",
        right="b*, which weighs each reward by how far its answer pushes",
        wrong=("The expected reward, always", "The largest reward"),
        why="The expected reward is often close to b*, but late in training it can be worse than none. And the least "
        "variance is not the fewest steps downhill.",
        page="baselines",
        right_place=1,
    ),
    Question(
        "batch",
        "You draw four times as many answers per update, with the same number as baseline. What does that buy?",
        right="A quarter of the variance, so half the typical error",
        wrong=("A quarter of the typical error", "A longer step in the same direction"),
        why="The variance falls as 1/K. A good baseline can save more than that, without another draw.",
        page="variance_vs_k",
        right_place=0,
    ),
    Question(
        "tokens",
        "A response gets one reward for all its tokens. Why does a model learn more slowly from longer ones?",
        right="Each token is pushed by rewards that it did not cause, which is noise",
        wrong=("The gradient becomes biased", "Long responses have smaller rewards"),
        why="The same reward on every token is unbiased. Its price is variance, which outgrows the signal as the "
        "response gets longer; a critic takes part of it away.",
        page="tokens",
        right_place=2,
    ),
)
