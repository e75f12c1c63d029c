"""Cloth has few colours: the picture's are gathered into patches with smooth borders."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from shared.draft.looks import Palette
from shared.draft.pixels import Bools, Floats, blur, mix, to_lab, to_unit_rgb

_WORK_SIDE_PX: Final = 320
_LAB_WEIGHTS: Final = np.array([0.7, 1.35, 1.35], dtype=np.float32)
_TRIES: Final = 4


@dataclass(frozen=True, slots=True)
class Patches:
    """`colour` `(side, side, 3)`, 0 to 1; `seams` `(side, side)`, 1 on the border of two patches.

    `areas` holds the share of each patch `(side, side, k)`, largest patch first.
    """

    colour: Floats
    seams: Floats
    areas: Floats


def gather(colour: Floats, mask: Floats, palette: Palette, side_px: int) -> Patches:
    """Gather the colours under `mask` into patches.

    Args:
        colour: `(s, s, 3)` RGB, 0 to 1.
        mask: `(s, s)`.
        palette: The style's.
        side_px: The side of the result.
    """
    size = (_WORK_SIDE_PX, _WORK_SIDE_PX)
    small = np.asarray(cv2.resize(colour, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
    inside = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA)) > 0.5
    lab = to_lab(_calm(small))
    labels, centres = _cluster(lab, inside, palette.count)
    smooth, least = palette.smooth_px, palette.least_area
    shares = _smooth_shares(labels, len(centres), smooth, least, inside)
    for _ in range(_TRIES):
        winners = shares.argmax(axis=2)
        if _seam_density(winners, inside) <= palette.most_seams:
            break
        smooth, least = smooth * 1.35, least * 1.8
        shares = _smooth_shares(winners, len(centres), smooth, least, inside)
    winners = shares.argmax(axis=2)
    tones = _tones(lab, winners, inside, centres)
    large = np.asarray(cv2.resize(shares, (side_px, side_px), interpolation=cv2.INTER_CUBIC))
    if large.ndim == 2:
        large = large[:, :, None]
    own = cv2.resize(colour, (side_px, side_px), interpolation=cv2.INTER_LINEAR)
    middle = float(np.median(lab[inside][:, 0])) if inside.any() else 50.0
    return _paint(
        to_lab(np.asarray(own, dtype=np.float32)), large.astype(np.float32), tones, palette, middle
    )


def _calm(image: Floats) -> Floats:
    eight_bit = (np.clip(image, 0, 1) * 255).astype(np.uint8)
    for _ in range(2):
        eight_bit = cv2.bilateralFilter(eight_bit, 7, 32, 7).astype(np.uint8)
    return np.asarray(cv2.medianBlur(eight_bit, 7), dtype=np.float32) / np.float32(255)


def _cluster(lab: Floats, inside: Bools, count: int) -> tuple[NDArray[np.intp], Floats]:
    """Lloyd's k-means with a fixed start, so that the same photo gives the same cloth."""
    samples = lab[inside] * _LAB_WEIGHTS
    if len(samples) == 0:
        samples = lab.reshape(-1, 3) * _LAB_WEIGHTS
    chosen = samples[:: max(1, len(samples) // 3000)]
    # The start: the first centre is the median, each next one lies farthest from the others.
    centres = [np.median(chosen, axis=0)]
    for _ in range(count - 1):
        distances = np.min([np.linalg.norm(chosen - c, axis=1) for c in centres], axis=0)
        centres.append(chosen[int(np.argmax(np.minimum(distances, np.quantile(distances, 0.98))))])
    means = np.array(centres, dtype=np.float32)
    for _ in range(12):
        nearest = np.linalg.norm(chosen[:, None] - means[None], axis=2).argmin(axis=1)
        for index in range(count):
            members = chosen[nearest == index]
            if len(members):
                means[index] = members.mean(axis=0)
    flat = (lab * _LAB_WEIGHTS).reshape(-1, 3)
    labels = np.linalg.norm(flat[:, None] - means[None], axis=2).argmin(axis=1)
    return labels.reshape(lab.shape[:2]), means / _LAB_WEIGHTS


def _smooth_shares(
    labels: NDArray[np.intp],
    count: int,
    smooth_px: float,
    least: float,
    inside: Bools,
) -> Floats:
    total = max(int(inside.sum()), 1)
    shares = []
    for index in range(count):
        own = ((labels == index) & inside).astype(np.uint8)
        pieces, piece_labels, stats, _ = cv2.connectedComponentsWithStats(own)
        for piece in range(1, pieces):
            if stats[piece, cv2.CC_STAT_AREA] < least * total:
                own[piece_labels == piece] = 0
        shares.append(blur(own.astype(np.float32), smooth_px))
    return np.stack(shares, axis=2)


def _seam_density(winners: NDArray[np.intp], inside: Bools) -> float:
    across = (winners[:, 1:] != winners[:, :-1]) & inside[:, 1:] & inside[:, :-1]
    down = (winners[1:] != winners[:-1]) & inside[1:] & inside[:-1]
    return float(across.sum() + down.sum()) / max(int(inside.sum()), 1)


def _tones(lab: Floats, winners: NDArray[np.intp], inside: Bools, centres: Floats) -> Floats:
    tones = centres.copy()
    for index in range(len(centres)):
        members = lab[(winners == index) & inside]
        if len(members):
            tones[index] = np.median(members, axis=0)
    return tones


def _paint(own: Floats, shares: Floats, tones: Floats, palette: Palette, middle: float) -> Patches:
    order = np.argsort(-shares.sum(axis=(0, 1)))
    shares, tones = shares[:, :, order], tones[order]
    ranked = np.sort(shares, axis=2)
    first = ranked[:, :, -1]
    second = ranked[:, :, -2] if shares.shape[2] > 1 else np.zeros_like(first)
    closeness = second / np.maximum(first + second, 1e-4)
    seams = np.clip((closeness - 0.43) / 0.07, 0, 1).astype(np.float32)
    hard = np.clip(shares - first[:, :, None] + 0.06, 0, None)
    hard /= np.maximum(hard.sum(axis=2, keepdims=True), 1e-4)
    even = (hard @ tones).astype(np.float32)
    painted = mix(own, even, palette.flat)
    gain = float(np.clip(np.sqrt(58 / max(middle, 1)), 0.85, 1.45))
    painted[:, :, 0] = painted[:, :, 0] * palette.light_gain * gain + palette.light_lift
    painted[:, :, 0] = np.clip(painted[:, :, 0], 6, 97)
    painted[:, :, 1:] *= palette.chroma
    painted[:, :, 2] += palette.warmth
    chroma = np.linalg.norm(painted[:, :, 1:], axis=2, keepdims=True)
    painted[:, :, 1:] *= np.minimum(1, 70 / np.maximum(chroma, 1))
    return Patches(to_unit_rgb(painted), seams, hard.astype(np.float32))
