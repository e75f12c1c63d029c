"""What the engine knows of a photo, and how it finds out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from shared.draft import networks
from shared.draft.animals import Animal, find_animal
from shared.draft.articles import Article, find_article
from shared.draft.cancelling import check_for
from shared.draft.doubt import CROWDED_NOTE, Doubt, could_be_fur, find_doubt
from shared.draft.drawing import DrawnFace, find_drawn_face
from shared.draft.errors import NoSubject
from shared.draft.faces import Face, find_faces, is_somebody_else
from shared.draft.pixels import Bytes, Floats, fill_outside, floats, limit_side, to_lab, to_rgb
from shared.draft.recognition import recognise
from shared.generations import SubjectKind

ANALYSIS_SIDE_PX: Final = 640
_LEAST_SIDE_PX: Final = 16
_LEAST_CONTRAST: Final = 1.5
_MASK_THRESHOLD: Final = 0.45
_HOLE: Final = 0.3
_LEAST_HOLE_PX: Final = 60
_LIKE_BACKGROUND: Final = 22
_DAYLIGHT: Final = 180
_GROUP_SHARE: Final = 0.45
_MOST_FACES: Final = 3
_LEAST_FURRY: Final = 0.15


@dataclass(frozen=True, slots=True)
class Subject:
    """A photo that was looked at once, to be rendered in any style.

    `photo` is `(h, w, 3) uint8 RGB`, at most 640 px; `mask` `(h, w)`, 0 to 1, tells the subject
    from the rest; `colours` `(h, w, 3)`, 0 to 1, is the subject with its colours carried on over
    the background. `is_close_up`: the frame cuts it off on most sides. `doubt` tells why the middle
    of the photo was taken, when it was. `animal` is the furry one that was recognised, `article`
    the thing for which there is a pattern. Through `holes`, `(h, w)`, 0 or 1, the background is seen.
    `is_crowded`: there are more people in the photo than the toy shows. `drawn`: the face of a
    creature that is drawn, not photographed.
    """

    photo: Bytes
    mask: Floats
    colours: Floats
    kind: SubjectKind
    faces: tuple[Face, ...]
    is_close_up: bool
    doubt: Doubt | None = None
    animal: Animal | None = None
    article: Article | None = None
    holes: Floats | None = None
    is_crowded: bool = False
    drawn: DrawnFace | None = None

    @property
    def note(self) -> str:
        """What to tell a person about the choice; empty when there was none to make."""
        if self.doubt is not None:
            return self.doubt.note
        return CROWDED_NOTE if self.is_crowded else ""

    @property
    def is_sure(self) -> bool:
        """Whether somebody or something stands out."""
        return self.doubt is None

    @property
    def face(self) -> Face | None:
        """The largest human face."""
        return self.faces[0] if self.faces else None


def analyse(photo: NDArray[Any], cancelled: Callable[[], bool] | None = None) -> Subject:
    """Find the subject of a photo.

    Args:
        photo: `(h, w, 3) uint8 RGB`, upright; grey, RGBA and 16 bit are converted.
        cancelled: Asked between the steps, at least every 200 ms of work; True ends the work.

    Raises:
        DraftCancelled: `cancelled` answered True.
        UnusablePixels: The array is no picture.
        NoSubject: It is too small, or of one colour from edge to edge.
    """
    check = check_for(cancelled)
    check()
    pixels = _exposed(limit_side(to_rgb(photo), ANALYSIS_SIDE_PX))
    if min(pixels.shape[:2]) < _LEAST_SIDE_PX:
        raise NoSubject("The photo is too small to show anybody or anything.")
    if float(pixels.reshape(-1, 3).std(axis=0).max()) < _LEAST_CONTRAST:
        raise NoSubject("There is nobody and nothing to be seen in this photo.")
    check()
    saliency, peak = networks.salient(pixels, check)
    faces = find_faces(pixels, check)
    check()
    group, mask = _with_faces(pixels, saliency, faces)
    mask = _one_piece(mask, group)
    is_crowded = bool(group) and is_somebody_else(mask, group, faces)
    check()
    doubt = None if group else find_doubt(pixels, saliency, peak, mask)
    if doubt is not None:
        mask = _middle(*mask.shape)
    is_close_up = _touches_frame(mask) and not group
    kind = SubjectKind.PERSON if group else SubjectKind.THING
    animal, article, drawn = None, None, None
    if doubt is None and not group:
        check()
        shares = recognise(pixels, mask)
        animal, furry = find_animal(shares)
        is_fur = is_close_up and furry > _LEAST_FURRY and could_be_fur(pixels, mask)
        kind = SubjectKind.PET if animal is not None or is_fur else kind
        article = find_article(shares)
        if kind is SubjectKind.THING and article is None:
            drawn = find_drawn_face(pixels, mask)
            kind = SubjectKind.THING if drawn is None else SubjectKind.PET
    check()
    # A cushion of the photo's middle has no holes, however little of it stands out.
    holes = _see_through(pixels, mask, saliency) if doubt is None else np.zeros_like(mask)
    colours = _carry_on(pixels, mask, holes)
    return Subject(
        photo=pixels,
        mask=mask,
        colours=colours,
        kind=kind,
        faces=group,
        is_close_up=is_close_up,
        doubt=doubt,
        animal=animal,
        article=article,
        holes=holes,
        is_crowded=is_crowded,
        drawn=drawn,
    )


def _exposed(photo: Bytes) -> Bytes:
    """Brighten a photo in which nothing is bright: toys are looked at by daylight."""
    luma = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    bright = float(np.quantile(luma, 0.98))
    if bright >= _DAYLIGHT:
        return photo
    gain = min(_DAYLIGHT / max(bright, 1), 4.0)
    return np.asarray(cv2.convertScaleAbs(photo, alpha=gain), dtype=np.uint8)


def _with_faces(
    photo: Bytes, saliency: Floats, faces: list[Face]
) -> tuple[tuple[Face, ...], Floats]:
    """The faces that the photo is about, if any, and the mask that fits them."""
    if not faces:
        return (), saliency
    largest = faces[0].width_px
    group = tuple(face for face in faces if face.width_px > _GROUP_SHARE * largest)[:_MOST_FACES]
    person = networks.people(photo)
    both = np.minimum(saliency > _MASK_THRESHOLD, person > 0.5).sum()
    either = np.maximum(saliency > _MASK_THRESHOLD, person > 0.5).sum()
    if both / max(int(either), 1) > 0.5:
        near = cv2.dilate((saliency > 0.25).astype(np.uint8), np.ones((25, 25), np.uint8))
        return group, np.maximum(saliency, np.clip((person - 0.5) * 1.6, 0, 1) * near)
    is_big = largest > 0.12 * max(photo.shape[:2])
    return (group, person) if is_big else ((), saliency)


def _one_piece(mask: Floats, group: tuple[Face, ...]) -> Floats:
    """Keep the pieces under the faces, else the largest one, and fill their holes."""
    solid = (mask > _MASK_THRESHOLD).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    if count < 2:
        return np.zeros_like(mask)
    chosen = set()
    for face in group:
        x, y = np.clip(face.points[1].astype(int), 0, (mask.shape[1] - 1, mask.shape[0] - 1))
        chosen.add(int(labels[y, x]))
    chosen.discard(0)
    if not chosen:
        chosen = {1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))}
    piece = np.isin(labels, list(chosen)).astype(np.uint8)
    outlines, _ = cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros_like(piece)
    cv2.drawContours(filled, outlines, -1, 1, cv2.FILLED)
    return floats(cv2.GaussianBlur(filled.astype(np.float32), (0, 0), 1.2))


def _middle(height: int, width: int) -> Floats:
    """A rounded square in the middle, for photos in which nothing stands out."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    reach = 0.46 * min(height, width)
    down, across = (rows - height / 2 + 0.5) / reach, (columns - width / 2 + 0.5) / reach
    return floats(np.clip((1 - (down**4 + across**4)) * reach / 4 + 0.5, 0, 1))


def _touches_frame(mask: Floats) -> bool:
    solid = mask > 0.5
    sides = (solid[0], solid[-1], solid[:, 0], solid[:, -1])
    touched = sum(float(side.mean()) > 0.12 for side in sides)
    return touched >= 3 or (touched >= 2 and float(solid.mean()) > 0.4)


def _see_through(photo: Bytes, mask: Floats, saliency: Floats) -> Floats:
    """Holes of the mask that show the background, such as a key's; `(h, w)`, 0 or 1."""
    solid = (mask > 0.5).astype(np.uint8)
    holes = solid & (saliency < _HOLE).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(holes)
    through = np.zeros_like(mask)
    if count < 2:
        return through
    around = np.asarray(cv2.dilate(solid, np.ones((31, 31), np.uint8)), np.uint8) & (1 - solid)
    lab = to_lab(photo.astype(np.float32) / 255)
    if not around.any():
        return through
    behind = np.median(lab[around > 0], axis=0)
    for index in range(1, count):
        if stats[index, cv2.CC_STAT_AREA] < _LEAST_HOLE_PX:
            continue
        here = labels == index
        if float(np.linalg.norm(np.median(lab[here], axis=0) - behind)) < _LIKE_BACKGROUND:
            through[here] = 1
    return through


def _carry_on(photo: Bytes, mask: Floats, holes: Floats) -> Floats:
    """The subject's colours everywhere, without the halo that its border has."""
    known = ((mask > 0.5) & (holes < 0.5)).astype(np.uint8)
    inner = cv2.erode(known, np.ones((9, 9), np.uint8))
    if inner.sum() < 50:
        inner = known
    return fill_outside(photo.astype(np.float32) / 255, inner.astype(np.float32))
