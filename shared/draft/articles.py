"""Which thing a photo shows, where a toy maker has a pattern for it."""

from enum import StrEnum
from typing import Final

from shared.draft.pixels import Floats
from shared.draft.recognition import classes


class Article(StrEnum):
    """A thing that has its own pattern; all others keep their silhouette."""

    CUP = "cup"
    BALL = "ball"
    CAR = "car"
    BUS = "bus"
    MOTORCYCLE = "motorcycle"
    ROCKET = "rocket"
    POT_PLANT = "pot_plant"
    FLOWER = "flower"
    GUITAR = "guitar"
    SHOE = "shoe"


_CLASSES: Final = {
    Article.CUP: (classes(504, 925, (967, 969)), 0.5),
    Article.BALL: (classes(430, 522, 574, 722, 805, 852, 890), 0.5),
    Article.CAR: (classes(407, 436, 468, 511, 581, 609, 627, 656, 661, 717, 734, 751, 817), 0.5),
    Article.BUS: (classes(654, 675, 779, 829, 874), 0.5),
    Article.MOTORCYCLE: (classes(665, 670), 0.5),
    Article.ROCKET: (classes(657, 744, 812), 0.35),
    Article.POT_PLANT: (classes(738), 0.45),
    # There is but one flower among the classes, and insects, which sit on others.
    Article.FLOWER: (classes(985), 0.2),
    Article.GUITAR: (classes(402, 420, 546, 889), 0.5),
    Article.SHOE: (classes(502, 514, 630, 770), 0.5),
}
"""The classes of ImageNet that become the article, and how likely they must be together."""


def find_article(shares: Floats) -> Article | None:
    """The article that is recognised by `shares` of all classes; none when that is not sure."""
    certainty = {
        article: float(shares[list(of)].sum()) / least for article, (of, least) in _CLASSES.items()
    }
    best = max(certainty, key=certainty.__getitem__)
    return best if certainty[best] > 1 else None
