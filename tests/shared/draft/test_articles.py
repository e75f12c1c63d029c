"""Things for which there is a pattern become the toy of their kind, in their own colours."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from shared.draft import Subject
from shared.draft.articles import Article, find_article
from shared.draft.colours import difference
from shared.draft.looks import LOOKS
from shared.draft.pixels import Floats, floats
from shared.draft.render import cut_toy
from shared.draft.swatches import Swatches
from shared.draft.thing import sew_thing
from shared.generations import Hints
from shared.styles import Style

RED = (0.8, 0.15, 0.1)
BLUE = (0.1, 0.2, 0.7)


def _colour(subject: Subject, name: str) -> Floats:
    toy = sew_thing(subject, friendly_face=False)
    [cloth] = [piece.cloth for piece in toy.pieces if piece.name == name]
    return floats(cloth)


def _sure_of(number: int, share: float) -> Floats:
    shares = np.full(1000, (1 - share) / 999, np.float32)
    shares[number] = share
    return shares


def test_a_cup_is_recognised_and_nobody_else_is(
    cup: Subject, cat: Subject, astronaut: Subject
) -> None:
    assert cup.article is Article.CUP
    assert cat.article is None
    assert astronaut.article is None


def test_what_is_not_surely_recognised_keeps_its_silhouette(cup: Subject) -> None:
    assert find_article(_sure_of(967, 0.9)) is Article.CUP
    assert find_article(_sure_of(967, 0.3)) is None
    [piece] = sew_thing(replace(cup, article=None), friendly_face=False).pieces
    assert piece.name == "thing"


def test_a_cup_keeps_its_own_colours(cup: Subject) -> None:
    body, rim, drink = (_colour(cup, name) for name in ("cup", "rim", "drink"))
    assert body[0] > 2 * body[2]
    assert rim.min() > 0.6
    assert difference(drink, body) > 20
    assert difference(drink, rim) > 20


def test_a_cup_has_a_saucer_only_if_the_photo_shows_one(cup: Subject) -> None:
    assert "saucer" in {piece.name for piece in sew_thing(cup, friendly_face=False).pieces}
    mask = np.zeros((300, 300), np.float32)
    mask[60:260, 60:200], mask[110:200, 200:260] = 1, 1
    mug = replace(cup, mask=mask, photo=cup.photo[:300, :300], colours=cup.colours[:300, :300])
    assert "saucer" not in {piece.name for piece in sew_thing(mug, friendly_face=False).pieces}


def test_a_friendly_face_is_sewn_onto_the_front_of_an_article(cup: Subject) -> None:
    look = LOOKS[Style.CARTOON_STYLE]
    assert not cut_toy(cup, Hints(), look).faces
    toy = cut_toy(cup, Hints(friendly_face=True), look)
    [face] = toy.faces
    [front] = [piece.outline for piece in toy.pieces if piece.name == "cup"]
    assert front[:, 0].min() < face.x - face.spread < face.x + face.spread < front[:, 0].max()
    assert front[:, 1].min() < face.y < front[:, 1].max()


@pytest.mark.parametrize("article", list(Article))
def test_every_article_stands_inside_the_picture_with_its_face_on_it(
    article: Article, cup: Subject
) -> None:
    toy = sew_thing(replace(cup, article=article), friendly_face=True)
    [face] = toy.faces
    shape = np.zeros((256, 256), np.uint8)
    for piece in toy.pieces:
        assert piece.name != "thing"
        assert piece.outline.min() > 0.03
        assert piece.outline.max() < 0.97
        cv2.fillPoly(shape, [np.round(piece.outline * 256).astype(np.int32)], 1)
    for x in (face.x - face.spread * 1.4, face.x + face.spread * 1.4):
        assert shape[round((face.y + face.spread) * 256), round(x * 256)] == 1
    feet = float(np.flatnonzero(shape.any(axis=1))[-1]) / 256
    assert feet == pytest.approx(0.89, abs=0.04)


def test_vehicles_stand_on_round_wheels(cup: Subject) -> None:
    for article in (Article.CAR, Article.BUS, Article.MOTORCYCLE):
        toy = sew_thing(replace(cup, article=article), friendly_face=False)
        tyres = [piece.outline for piece in toy.pieces if piece.name == "tyre"]
        assert len(tyres) == 2
        for tyre in tyres:
            width, height = np.ptp(tyre, axis=0)
            assert width == pytest.approx(height, rel=0.02)
        assert tyres[0][:, 1].max() == pytest.approx(tyres[1][:, 1].max(), abs=0.005)


def test_swatches_find_the_second_colour_and_none_where_there_is_none() -> None:
    image = np.zeros((60, 90, 3), np.float32)
    image[:], image[:, 60:] = RED, BLUE
    swatches = Swatches(image, np.ones((60, 90), np.float32))
    default = floats([0.5, 0.5, 0.5])
    assert np.allclose(swatches.other_than(floats(RED), default=default), BLUE, atol=0.05)
    left = swatches.part(0, 0, 0.5, 1)
    assert np.allclose(left.other_than(floats(RED), default=default), default)
