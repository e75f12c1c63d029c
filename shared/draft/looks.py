"""How the four styles look, as numbers. Lengths in px are meant at a side of 1024 px."""

from dataclasses import dataclass
from typing import Final

from shared.styles import Style

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """How colours are simplified: `count` of them, their borders smoothed.

    `flat` is the share of the even colour; lightness becomes `L * light_gain + light_lift`,
    chroma is multiplied and capped.
    """

    count: int
    smooth_px: float
    least_area: float
    flat: float
    light_gain: float
    light_lift: float
    chroma: float
    chroma_cap: float = 80
    warmth: float = 0


@dataclass(frozen=True, slots=True)
class Fur:
    """Fur of shells: length, how coarse strands and tufts are, and how many shells."""

    length_px: float
    strand_px: float
    tuft_px: float
    tufts: float
    shells: int
    root: float
    tip: float
    relief: float


@dataclass(frozen=True, slots=True)
class Light:
    """`ambient + key * d` with `d` 0 to 1; how strong rim and contact shade are."""

    ambient: float
    key: float
    rim: float
    contact: float
    roundness: float


@dataclass(frozen=True, slots=True)
class Features:
    """Sewn-on features, as multiples of the distance from the middle to an eye."""

    eye_spread: float
    eye_drop: float
    eye_radius: float
    eye_stretch: float
    mouth_drop: float
    mouth_width: float
    blush: float
    thread_px: float
    has_iris: bool = False
    is_matte: bool = False
    opens_mouth: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """One style. `felt` is the strength of the felt's fibres."""

    palette: Palette
    light: Light
    features: Features
    fur: Fur | None
    felt: float
    outline_px: float
    stitch: Rgb | None
    stitch_inset_px: float
    stitch_px: float
    seam: float
    drop_shadow: float
    head: float
    backdrop: Rgb
    floor: Rgb
    is_backdrop_opposite: bool = False


LOOKS: Final[dict[Style, Look]] = {
    Style.CUTE_FLUFFY: Look(
        Palette(6, 5, 0.010, 0.65, 0.84, 14, 1.22, warmth=1),
        Light(0.63, 0.52, 0.34, 0.34, 0.95),
        Features(1.04, 0.10, 0.43, 1.05, 1.02, 0.30, 0.50, 7, has_iris=True),
        Fur(46, 1.15, 6.5, 0.40, 19, 0.60, 0.12, 0.075),
        0, 0, None, 0, 0, 0, 0, 1.03,
        (0.985, 0.905, 0.880), (0.955, 0.835, 0.815),
    ),
    Style.REALISTIC_PLUSH: Look(
        Palette(6, 5, 0.012, 0.55, 0.88, 9, 1.06),
        Light(0.50, 0.62, 0.20, 0.46, 0.90),
        Features(0.92, 0.02, 0.235, 1.0, 1.0, 0.42, 0.14, 6),
        Fur(10, 1.0, 5.0, 0.30, 7, 0.74, 0.04, 0.09),
        0, 0, (0.20, 0.14, 0.11), 10, 2.4, 0.30, 0, 0.94,
        (0.880, 0.880, 0.872), (0.770, 0.745, 0.715),
    ),
    Style.CARTOON_STYLE: Look(
        Palette(6, 5, 0.010, 1.0, 1.02, 4, 1.32, chroma_cap=74),
        Light(0.74, 0.38, 0.10, 0.20, 0.75),
        Features(1.0, 0.06, 0.36, 1.30, 1.05, 0.46, 0.50, 9, opens_mouth=True),
        None,
        0.035, 8, (0.99, 0.95, 0.88), 18, 4.0, 0, 0, 1.05,
        (0.70, 0.88, 0.97), (0.55, 0.78, 0.92), is_backdrop_opposite=True,
    ),
    Style.MINIMALIST: Look(
        Palette(6, 7, 0.020, 1.0, 0.80, 18, 0.74, chroma_cap=44),
        Light(0.86, 0.19, 0.0, 0.0, 0.35),
        Features(0.92, 0.08, 0.115, 1.0, 0.86, 0.26, 0.0, 5, is_matte=True),
        None,
        0.045, 0, None, 0, 0, 0, 0.46, 0.98,
        (0.935, 0.922, 0.895), (0.905, 0.888, 0.855),
    ),
}  # fmt: skip
"""One row a style."""
