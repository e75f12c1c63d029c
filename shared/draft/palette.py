"""Simplifying colours the way a toy maker would: a few clothes with soft borders."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from shared.draft.colours import median_of
from shared.draft.looks import Palette
from shared.draft.pieces import Piece, Rgb, Texture, rgb
from shared.draft.pixels import Floats, floats, to_lab, to_unit_rgb

_WEIGHTS = np.array([0.75, 1.3, 1.3], dtype=np.float32)
_SAMPLES = 3000
_MOST_SEAMS = 0.24
_COARSER = 1.25
_JUST_NOTICED = 7
_UNLIKE = 10
_BLACK = 15


@dataclass(frozen=True, slots=True)
class Dye:
    """How a style recolours cloth; `gain` evens out dark and light photos."""

    palette: Palette
    gain: float = 1

    def lab(self, lab: Floats) -> Floats:
        """Recolour `(..., 3)` CIE Lab."""
        palette = self.palette
        out = lab.astype(np.float32).copy()
        light = np.maximum(lab[..., 0], _BLACK)
        out[..., 0] = np.clip(light * self.gain * palette.light_gain + palette.light_lift, 3, 97)
        chroma = np.hypot(lab[..., 1], lab[..., 2])
        wanted = np.minimum(chroma * palette.chroma, palette.chroma_cap)
        scale = wanted / np.maximum(chroma, 1e-3)
        out[..., 1] = lab[..., 1] * scale + palette.warmth * 0.4
        out[..., 2] = lab[..., 2] * scale + palette.warmth
        return out

    def cloth(self, cloth: Rgb | Texture) -> Rgb | Texture:
        """Recolour a cloth; a texture is simplified to few colours first."""
        if isinstance(cloth, Texture):
            flat, seams = simplify(to_lab(cloth.image), self.palette, coarse=cloth.is_sewn)
            return replace(cloth, image=to_unit_rgb(self.lab(flat)), seams=seams)
        return self.colour(cloth)

    def colour(self, colour: Rgb) -> Rgb:
        """Recolour one colour."""
        lab = to_lab(floats(colour).reshape(1, 1, 3))
        return rgb(to_unit_rgb(self.lab(lab)).reshape(3))


def simplify(lab: Floats, palette: Palette, *, coarse: bool = False) -> tuple[Floats, Floats]:
    """Few colours with smooth borders, mixed with the photo's own where the style wants it.

    Args:
        lab: `(h, w, 3)` CIE Lab.
        palette: Gives the number of colours and how smooth their borders are.
        coarse: For cloth that is sewn of pieces, which cannot be as small as those of a print.
    """
    height, width = lab.shape[:2]
    # Folds in black cloth are no pattern.
    lab = np.dstack([np.maximum(lab[:, :, 0], _BLACK), lab[:, :, 1:]])
    work = cv2.bilateralFilter(lab, 7, 14, 5)
    samples = (work * _WEIGHTS).reshape(-1, 3)
    step = max(1, len(samples) // _SAMPLES)
    chosen = np.ascontiguousarray(samples[::step])
    centres = clusters(chosen, min(palette.count, len(chosen)))
    centres = _told_apart(centres, _UNLIKE if coarse else _JUST_NOTICED)
    count = len(centres)
    distance = ((samples[:, None, :] - centres[None]) ** 2).sum(axis=2)
    nearest = distance.argmin(axis=1).reshape(height, width)
    sigma = palette.smooth_px * max(height, width) / 320 * (_COARSER if coarse else 1)
    votes = _votes(nearest, count, sigma, palette.least_area)
    scraps = palette.least_area
    for _ in range(3):
        if float((votes.max(axis=0) < 0.8).mean()) < _MOST_SEAMS:
            break
        # Too many scraps: camouflage, not cloth. Larger ones then, and fewer colours.
        sigma, scraps = sigma * 1.4, scraps + 0.02
        votes = _votes(nearest, count, sigma, scraps)
    means = centres / _WEIGHTS
    flat = np.tensordot(votes, means, axes=(0, 0)).astype(np.float32)
    seams = _seams(votes, flat)
    soft = cv2.GaussianBlur(work, (0, 0), max(0.8, sigma * 0.35))
    return np.asarray(soft + (flat - soft) * palette.flat, dtype=np.float32), seams


def _told_apart(centres: Floats, least: float) -> Floats:
    """The centres without those that nobody could tell from another one: one cloth has no seams."""
    kept: list[Floats] = []
    for centre in centres:
        if all(float(np.linalg.norm(centre - other)) > least for other in kept):
            kept.append(centre)
    return np.stack(kept)


def _votes(nearest: NDArray[np.int_], count: int, sigma: float, least_area: float) -> Floats:
    """How much each place `(h, w)` belongs to each colour, `(count, h, w)`, summing up to 1."""
    votes = np.stack(
        [
            cv2.GaussianBlur((nearest == index).astype(np.float32), (0, 0), sigma)
            for index in range(count)
        ]
    )
    shares = np.bincount(nearest.reshape(-1), minlength=count) / nearest.size
    votes[shares < least_area] = 0
    votes = votes**8
    return floats(votes / np.maximum(votes.sum(axis=0), 1e-9))


def _seams(votes: Floats, flat: Floats) -> Floats:
    """Lines about two pixels wide where two colours meet, `(h, w)`, 0 to 1; faint between like ones.

    Args:
        votes: From `_votes`.
        flat: The colours `(h, w, 3)`, CIE Lab.
    """
    if len(votes) < 2:
        return np.zeros(votes.shape[1:], dtype=np.float32)
    second, first = np.partition(votes, len(votes) - 2, axis=0)[-2:]
    # The eighth root takes back what `_votes` did: what is left grows evenly beside a border.
    ratio = (np.maximum(second, 0) / np.maximum(first, 1e-6)) ** (1 / 8)
    lead = floats((1 - ratio) / (1 + ratio))
    slope = np.hypot(cv2.Sobel(lead, cv2.CV_32F, 1, 0), cv2.Sobel(lead, cv2.CV_32F, 0, 1)) / 8
    near = np.ones((5, 5), np.uint8)
    distance_px = lead / np.maximum(cv2.dilate(floats(slope), near), 0.01)
    step = np.linalg.norm(cv2.dilate(flat, near) - cv2.erode(flat, near), axis=2)
    return floats(np.clip(1.5 - distance_px, 0, 1) * np.clip(step / 20, 0.1, 1))


def clusters(samples: Floats, count: int) -> Floats:
    """Colour centres `(count, 3)` by k-means from evenly spread starts; no chance involved."""
    order = np.argsort(samples[:, 0], kind="stable")
    starts = ((np.arange(count) + 0.5) / count * len(samples)).astype(int)
    centres = floats(samples[order[starts]])
    for _ in range(8):
        nearest = ((samples[:, None, :] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)
        for index in range(count):
            members = samples[nearest == index]
            if len(members):
                centres[index] = members.mean(axis=0)
    return centres


def dye_for(pieces: tuple[Piece, ...], palette: Palette) -> Dye:
    """The dye for a toy: very dark and very pale photos are brought nearer the middle."""
    lightness = [
        float(np.median(to_lab(piece.cloth.image)[:, :, 0]))
        if isinstance(piece.cloth, Texture)
        else float(to_lab(floats(piece.cloth).reshape(1, 1, 3))[0, 0, 0])
        for piece in pieces
    ]
    middle = float(np.median(lightness)) if lightness else 58
    return Dye(palette, float(np.clip(np.sqrt(58 / max(middle, 1)), 0.92, 1.22)))


def main_colour(image: Floats, region: Floats, default: Floats) -> Floats:
    """The RGB `(3,)` that most of a region has, colourful ones first; not its shades or shine."""
    inside = region > 0.5
    if inside.sum() < 30:
        return default
    weights = np.array([0.5, 1, 1], dtype=np.float32)
    lab = to_lab(image) * weights
    samples = np.ascontiguousarray(lab[inside][:: max(1, int(inside.sum()) // _SAMPLES)])
    centres = clusters(samples, min(5, len(samples)))
    distance = ((samples[:, None, :] - centres[None]) ** 2).sum(axis=2)
    shares = np.bincount(distance.argmin(axis=1), minlength=len(centres)) / len(samples)
    # Colourful cloth is what people remember; black and white often are straps and shadows.
    vivid = np.hypot(centres[:, 1], centres[:, 2])
    best = centres[int((shares * (1 + vivid / 40)).argmax())]
    alike = np.linalg.norm(lab - best, axis=2) < 16
    return median_of(image, (alike & inside).astype(np.float32), default)
