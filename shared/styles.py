"""The four plushie styles, by their wire names."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How the plushie is made."""

    CUTE_FLUFFY = "cute-fluffy"
    REALISTIC_PLUSH = "realistic-plush"
    CARTOON_STYLE = "cartoon-style"
    MINIMALIST = "minimalist"


@dataclass(frozen=True, slots=True)
class StyleDescription:
    """What a person reads about a style, in English; the app translates it."""

    name: str
    summary: str


STYLE_DESCRIPTIONS: dict[Style, StyleDescription] = {
    Style.CUTE_FLUFFY: StyleDescription("Cute & fluffy", "Long soft fur and big shiny eyes"),
    Style.REALISTIC_PLUSH: StyleDescription(
        "Realistic plush", "Short pile, real seams, as if from a shop"
    ),
    Style.CARTOON_STYLE: StyleDescription("Cartoon", "Bold felt colours with an outline"),
    Style.MINIMALIST: StyleDescription("Minimalist", "Quiet shapes in layered felt"),
}
