"""The colours of a thing, as a toy maker picks them for the parts of a pattern."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from shared.draft.colours import difference, tone_of
from shared.draft.palette import clusters, main_colour
from shared.draft.pixels import Floats, floats, to_lab, to_unit_rgb

_PLAIN: Final = np.array([0.7, 0.6, 0.5], dtype=np.float32)
_SAMPLES: Final = 1500
_COUNT: Final = 6
_LEAST_SHARE: Final = 0.025
_TELLABLE: Final = 22


@dataclass(frozen=True, slots=True, eq=False)
class Swatches:
    """A thing's print `(h, w, 3)` RGB and where the thing is in it, `(h, w)`, 0 to 1."""

    image: Floats
    seen: Floats

    @property
    def main(self) -> Floats:
        """What most of it has."""
        return main_colour(self.image, self.seen, _PLAIN)

    @property
    def light(self) -> Floats:
        """Its light parts."""
        return tone_of(self.image, self.seen, 0.86, 0.97, _PLAIN)

    @property
    def dark(self) -> Floats:
        """Its dark parts."""
        return tone_of(self.image, self.seen, 0.03, 0.22, _PLAIN)

    def part(self, left: float, top: float, right: float, bottom: float) -> "Swatches":
        """What lies in a box, given as shares of the box around the thing."""
        x, y, wide, tall = cv2.boundingRect((self.seen > 0.5).astype(np.uint8))
        rows = np.s_[y + int(top * tall) : y + max(int(bottom * tall), int(top * tall) + 1)]
        columns = np.s_[x + int(left * wide) : x + max(int(right * wide), int(left * wide) + 1)]
        return Swatches(self.image[rows, columns], self.seen[rows, columns])

    def other_than(self, *taken: Floats, default: Floats) -> Floats:
        """The colour of most of what nobody would take for one of `taken`."""
        inside = self.seen > 0.5
        if inside.sum() < 30:
            return default
        lab = to_lab(floats(cv2.GaussianBlur(self.image, (0, 0), 1.2)))[inside]
        samples = np.ascontiguousarray(lab[:: max(1, len(lab) // _SAMPLES)])
        centres = clusters(samples, min(_COUNT, len(samples)))
        nearest = ((samples[:, None] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)
        shares = np.bincount(nearest, minlength=len(centres)) / len(samples)
        for index in np.argsort(-shares):
            colour = to_unit_rgb(centres[index].reshape(1, 1, 3)).reshape(3)
            is_new = all(difference(colour, other) > _TELLABLE for other in taken)
            if is_new and shares[index] > _LEAST_SHARE:
                return colour
        return default
