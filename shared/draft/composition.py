"""A toy before its fabric: where it is, which colours it has and how far it bulges."""

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np

from shared.draft.pixels import Floats, blur, mix
from shared.draft.template import Part

_VALLEY: Final = 0.75
_CONTACT_SHADE: Final = 0.40


@dataclass(frozen=True, slots=True)
class FacePlace:
    """Where features are sewn on, in fractions of the side.

    `spread` is the distance from the middle to an eye before the style changes it; `smile` 0 to 1;
    `is_pet` sews a nose and a muzzle's mouth. `iris` is RGB, 0 to 1.
    """

    x: float
    y: float
    spread: float
    smile: float
    is_pet: bool
    iris: tuple[float, float, float]
    skin: tuple[float, float, float]
    nose_y: float | None = None


@dataclass(slots=True)
class Composition:
    """Layers of one toy; each `(side, side)` or `(side, side, 3)`, 0 to 1.

    `pile` scales the length of the fur, `detail` how much of the photo stays under the patches.
    """

    side_px: int
    mask: Floats
    colour: Floats
    height: Floats
    shade: Floats
    pile: Floats
    face: FacePlace | None = None
    notes: list[str] = field(default_factory=list)

    @classmethod
    def empty(cls, side_px: int) -> "Composition":
        """Nothing yet."""
        flat = np.zeros((side_px, side_px), dtype=np.float32)
        return cls(
            side_px=side_px,
            mask=flat.copy(),
            colour=np.full((side_px, side_px, 3), 0.5, dtype=np.float32),
            height=flat.copy(),
            shade=np.ones_like(flat),
            pile=np.ones_like(flat),
        )

    def add_part(self, part: Part, colour: Floats, mask: Floats | None = None) -> None:
        """Sew a part on top of what is there: a valley around it and a little shade below.

        Args:
            part: Gives the shape and the bulge.
            colour: `(3,)` or `(side, side, 3)`.
            mask: The shape when it is not the part's own.
        """
        side = self.side_px
        shape = part.mask(side) if mask is None else mask
        unit = side / 512
        around = blur(shape, 5 * unit)
        self.height *= 1 - _VALLEY * np.clip(around, 0, 1)
        dropped = np.roll(shape, round(9 * unit), axis=0)
        self.shade *= 1 - _CONTACT_SHADE * blur(dropped, 7 * unit) * (1 - shape)
        self.shade = mix(self.shade, np.ones_like(shape), shape)
        own = stuffed(shape, part.bulge * min(part.rx, part.ry))
        self.height = mix(self.height, self.height * 0.25 + own, shape)
        painted = np.broadcast_to(colour.astype(np.float32), self.colour.shape)
        self.colour = mix(self.colour, np.asarray(painted, dtype=np.float32), shape)
        self.mask = np.maximum(self.mask, shape)


def stuffed(shape: Floats, thickness: float) -> Floats:
    """The height of a stuffed outline: round at the border, full in the middle.

    Args:
        shape: `(side, side)`, 0 to 1.
        thickness: The height in the middle, as a fraction of the side.

    Returns:
        `(side, side)`, as fractions of the side.
    """
    solid = (shape > 0.5).astype(np.uint8)
    distance = cv2.distanceTransform(solid, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    radius = max(float(distance.max()), 1.0)
    depth = np.clip(distance / radius, 0, 1)
    dome = np.sqrt(np.clip(1 - (1 - depth) ** 2, 0, 1)).astype(np.float32)
    # The distance's ridges are creased; filling has none.
    dome = blur(dome, radius * 0.10) * np.clip(shape * 1.5, 0, 1)
    return np.asarray(dome * thickness, dtype=np.float32)
