"""How the four styles look, as numbers. Lengths in px are meant at a side of 1024 px."""

from dataclasses import dataclass
from typing import Final

from shared.styles import Style

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """How colours are simplified: `count` of them, borders smoothed by `smooth_px` at 320 px.

    `flat` is the share of the even colour; lightness becomes `L * light_gain + light_lift`,
    chroma is multiplied.
    """

    count: int
    smooth_px: float
    least_area: float
    most_seams: float
    flat: float
    light_gain: float
    light_lift: float
    chroma: float
    warmth: float = 0


@dataclass(frozen=True, slots=True)
class Fur:
    """Fur of shells: length in px, how coarse the strands are, and how many shells."""

    length_px: float
    strand_px: float
    shells: int
    lean: float
    root: float
    tip: float
    relief: float


@dataclass(frozen=True, slots=True)
class Light:
    """`ambient + key * d`, and the rim's strength."""

    ambient: float
    key: float
    rim: float


@dataclass(frozen=True, slots=True)
class Face:
    """Sewn-on features, as multiples of the distance between the eyes."""

    eye_spread: float
    eye_drop: float
    eye_radius: float
    mouth_drop: float
    mouth_width: float
    blush: float
    has_iris: bool


@dataclass(frozen=True, slots=True)
class Look:
    """One style. `felt` is the strength of the felt's fibres; lines are widths in px."""

    palette: Palette
    light: Light
    face: Face
    fur: Fur | None
    felt: float
    outline_px: float
    stitch: Rgb | None
    stitch_inset_px: float
    layer_shadow: float
    backdrop: Rgb


LOOKS: Final[dict[Style, Look]] = {
    Style.CUTE_FLUFFY: Look(
        Palette(7, 5, 0.006, 0.14, 0.30, 0.72, 28, 1.08, 2),
        Light(0.60, 0.56, 0.40),
        Face(0.60, 0.10, 0.27, 0.80, 0.22, 0.55, has_iris=True),
        Fur(32, 1.0, 14, 0.62, 0.70, 0.09, 0.055),
        0, 0, None, 0, 0,
        (0.972, 0.886, 0.852),
    ),
    Style.REALISTIC_PLUSH: Look(
        Palette(6, 6, 0.010, 0.13, 0.50, 0.88, 10, 1.08),
        Light(0.54, 0.60, 0.24),
        Face(0.54, 0.04, 0.165, 0.92, 0.34, 0.18, has_iris=False),
        Fur(11, 0.95, 8, 0.70, 0.74, 0.05, 0.085),
        0, 0, (0.22, 0.15, 0.12), 9, 0,
        (0.905, 0.898, 0.890),
    ),
    Style.CARTOON_STYLE: Look(
        Palette(6, 5, 0.006, 0.14, 1.0, 1.02, 4, 1.28),
        Light(0.66, 0.48, 0.16),
        Face(0.56, 0.06, 0.22, 0.86, 0.36, 0.45, has_iris=False),
        None,
        0.55, 6, (0.99, 0.95, 0.88), 16, 0.12,
        (0.74, 0.90, 0.98),
    ),
    Style.MINIMALIST: Look(
        Palette(4, 8, 0.012, 0.085, 1.0, 0.78, 20, 0.72),
        Light(0.80, 0.27, 0.06),
        Face(0.52, 0.06, 0.085, 0.80, 0.24, 0.0, has_iris=False),
        None,
        0.42, 0, None, 0, 0.30,
        (0.917, 0.905, 0.880),
    ),
}  # fmt: skip
"""One row a style."""
