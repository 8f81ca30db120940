"""The end of the story: what the reader knows, what a language model adds, and where to go."""

KNOWN = (
    "A drawn answer has no slope, so you move the probabilities.",
    "Each draw pushes its own answer, in proportion to its reward.",
    "One push may be wrong; their average is the gradient.",
    "Subtracting a fixed number changes the noise, never the average.",
    "More draws or a good baseline give you less noise.",
    "A clip stops a push; it is not a wall.",
    "Dividing by a group's spread can turn the step.",
)

LANGUAGE_MODELS = (
    "**Two schools before this one.** A chat model first learns to continue text, from billions of pages, and then to "
    "imitate good answers. Rewards come last: PPO or GRPO trains it on answers of its own.",
    "**Many tokens.** A response is hundreds of draws, and one reward is shared by all of them.",
    "**Where rewards come from.** A reward model imitates what people prefer, or a checker runs a test or compares a "
    "result.",
    "**PPO** (Schulman et al. 2017) takes several steps with one batch. Its *clip* stops a push once the policy has "
    "moved far enough, and a *critic*, a second network, learns the baseline.",
    "**GRPO** (Shao et al. 2024) needs no critic. It draws a group of responses to one prompt, subtracts the mean of "
    "the group, and divides by its spread.",
    "**KL.** Both charge the model for straying from what imitation has made of it, because a reward model is only "
    "right about answers like those it has seen.",
)

READING = (
    "Williams 1992, *Simple statistical gradient-following algorithms for connectionist reinforcement learning*: the "
    "paper that named REINFORCE.",
    "Sutton and Barto 2018, *Reinforcement Learning: An Introduction*, chapter 13: policy gradients from the start.",
    "Schulman et al. 2017, *Proximal policy optimization algorithms*, and Shao et al. 2024, *DeepSeekMath*: PPO and "
    "GRPO, as their authors tell it.",
    "The notebook that comes with this project, `examples/reinforce_in_ten_lines.ipynb`: the same in a few lines of "
    "Python.",
)
NEXT_PAGES = ("clipping", "kl", "groups")
