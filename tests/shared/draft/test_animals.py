"""Animals that are recognised become the toy of their kind, also when nobody tapped their eyes."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from shared.draft import Subject, analyse
from shared.draft.animals import Animal, find_animal
from shared.draft.coat import find_ears
from shared.draft.looks import LOOKS
from shared.draft.pet import sew_pet
from shared.draft.recognition import recognise
from shared.generations import EarShape, Hints, SubjectKind
from shared.styles import Style
from tests.shared.draft.conftest import photo


def _names(subject: Subject, animal: Animal | None, hints: Hints | None = None) -> list[str]:
    toy = sew_pet(replace(subject, animal=animal), hints or Hints(), LOOKS[Style.CARTOON_STYLE])
    return [piece.name for piece in toy.pieces]


def test_a_cat_is_recognised_and_gets_its_ears(cat: Subject) -> None:
    assert cat.animal is not None
    assert cat.animal.is_cat
    assert find_ears(cat, Hints()) is EarShape.POINTY


@pytest.mark.parametrize("change", ["mirrored", "darker", "grey", "half as large"])
def test_a_cat_stays_a_cat(change: str) -> None:
    pixels = photo("chelsea.jpg")
    changed = {
        "mirrored": pixels[:, ::-1],
        "darker": pixels // 2,
        "grey": cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY),
        "half as large": cv2.resize(pixels, None, fx=0.5, fy=0.5),
    }[change]
    subject = analyse(np.asarray(changed))
    assert subject.kind is SubjectKind.PET
    assert subject.animal is not None


def test_people_and_things_are_no_animals(astronaut: Subject, cup: Subject) -> None:
    for subject in (astronaut, cup):
        assert subject.animal is None
        assert find_animal(recognise(subject.photo, subject.mask))[1] < 0.1


def test_each_kind_has_its_own_ears_until_somebody_asks_for_others(cat: Subject) -> None:
    for ears in EarShape:
        subject = replace(cat, animal=Animal(ears))
        assert find_ears(subject, Hints()) is ears
    dog = Animal(EarShape.FLOPPY)
    assert _names(cat, dog, Hints(ears=EarShape.NONE)).count("ear") == 0
    assert _names(cat, dog).count("ear") == 2


def test_a_lion_has_a_mane_and_a_leopard_has_spots(cat: Subject) -> None:
    lion = _names(cat, Animal(EarShape.ROUND, is_cat=True, has_mane=True))
    leopard = _names(cat, Animal(EarShape.ROUND, is_cat=True, is_spotted=True))
    bear = _names(cat, Animal(EarShape.ROUND))
    assert lion.index("mane") < lion.index("head")
    assert leopard.index("spot") > leopard.index("head")
    assert "mane" not in leopard
    assert "spot" not in lion
    assert not {"mane", "spot", "stripe"} & set(bear)


def test_only_cats_have_whiskers(cat: Subject) -> None:
    look = LOOKS[Style.CUTE_FLUFFY]
    for animal, has_whiskers in (
        (Animal(EarShape.POINTY, is_cat=True), True),
        (Animal(EarShape.POINTY), False),
        (None, True),
    ):
        toy = sew_pet(replace(cat, animal=animal), Hints(), look)
        assert toy.faces[0].whiskers is has_whiskers


def test_a_cat_that_shall_have_a_dogs_ears_is_no_cat_any_more(cat: Subject) -> None:
    assert cat.animal is not None
    names = _names(cat, cat.animal, Hints(ears=EarShape.FLOPPY))
    assert "stripe" not in names
    toy = sew_pet(cat, Hints(ears=EarShape.FLOPPY), LOOKS[Style.CUTE_FLUFFY])
    assert not toy.faces[0].whiskers
