"""How a photo is cropped and turned: a small value, applied to the untouched original.

Lengths are pixels of the upright original; angles are degrees, clockwise. The *frame* is the part
that is kept: it lies turned in the photo, and upright in the result.
"""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from PySide6.QtGui import QImage

from shared.limits import PHOTO_MIN_SIDE_PX

Place: TypeAlias = tuple[float, float]
"""A place as fractions of width and height."""
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom as fractions of width and height."""

MOST_TILT_DEG = 45.0
_QUARTER_DEG = 90.0
_AROUND_SUBJECT = 0.12
_ALMOST = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class PhotoSource:
    """Where a photo comes from. It is read again for each edit, so an edit never loses anything."""

    name: str
    path: Path | None = None
    data: bytes = b""
    """The file itself, when it came from elsewhere."""
    image: QImage | None = None
    """The pixels, when there never was a file."""


@dataclass(frozen=True, slots=True)
class PhotoEdit:
    """A frame that lies within the photo; every method gives another one that does as well."""

    photo_width: int
    photo_height: int
    centre: Place
    """The frame's middle, in pixels of the photo."""
    width: float
    height: float
    quarter_turns: int = 0
    """0 to 3."""
    tilt_deg: float = 0.0
    """Between -45 and 45, besides the quarter turns."""

    @classmethod
    def whole(cls, photo_width: int, photo_height: int) -> "PhotoEdit":
        """Everything, as it is."""
        centre = photo_width / 2, photo_height / 2
        return cls(photo_width, photo_height, centre, float(photo_width), float(photo_height))

    @property
    def is_untouched(self) -> bool:
        """Whether the result is the photo itself."""
        return self == PhotoEdit.whole(self.photo_width, self.photo_height)

    @property
    def turn_deg(self) -> float:
        """By how much the photo is turned in all."""
        return self.quarter_turns * _QUARTER_DEG + self.tilt_deg

    def turned(self, quarters: int) -> "PhotoEdit":
        """Turn photo and frame together; 1 is clockwise."""
        turns = (self.quarter_turns + quarters) % 4
        if quarters % 2:
            return replace(self, quarter_turns=turns, width=self.height, height=self.width)
        return replace(self, quarter_turns=turns)

    def tilted(self, tilt_deg: float) -> "PhotoEdit":
        """Straighten by this much in all; the frame shrinks where it would leave the photo."""
        tilt_deg = min(max(tilt_deg, -MOST_TILT_DEG), MOST_TILT_DEG)
        return replace(self, tilt_deg=tilt_deg).fitted()

    def zoomed(self, factor: float, at: Place = (0.5, 0.5)) -> "PhotoEdit":
        """Come closer by a factor above 1; what is at this place of the frame stays there."""
        factor = min(factor, min(self.width, self.height) / PHOTO_MIN_SIDE_PX)
        across = (at[0] - 0.5) * self.width * (1 - 1 / factor)
        down = (at[1] - 0.5) * self.height * (1 - 1 / factor)
        return replace(
            self,
            centre=self._moved_centre(across, down),
            width=self.width / factor,
            height=self.height / factor,
        ).fitted()

    def panned(self, across: float, down: float) -> "PhotoEdit":
        """Move the photo under the frame by so many pixels, as the frame lies."""
        return replace(self, centre=self._moved_centre(-across, -down)).fitted()

    def with_ratio(self, ratio: float) -> "PhotoEdit":
        """A frame of about the same area whose width is so many times its height."""
        area = self.width * self.height
        return replace(self, width=math.sqrt(area * ratio), height=math.sqrt(area / ratio)).fitted()

    def reframed(self, box: Box, ratio: float | None = None) -> "PhotoEdit":
        """Take a part of the frame, or more than it, by fractions of it."""
        left, top, right, bottom = box
        width = max((right - left) * self.width, PHOTO_MIN_SIDE_PX)
        height = max((bottom - top) * self.height, PHOTO_MIN_SIDE_PX)
        if ratio is not None:
            width, height = max(width, height * ratio), max(height, width / ratio)
        across = ((left + right) / 2 - 0.5) * self.width
        down = ((top + bottom) / 2 - 0.5) * self.height
        centre = self._moved_centre(across, down)
        return replace(self, centre=centre, width=width, height=height).fitted()

    def around(self, box: Box, ratio: float | None) -> "PhotoEdit":
        """Frame a part of the upright photo with some room around it, turned as it is now."""
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        places = [self.to_frame(corner) for corner in corners]
        left, right = min(x for x, _ in places), max(x for x, _ in places)
        top, bottom = min(y for _, y in places), max(y for _, y in places)
        room = _AROUND_SUBJECT * max((right - left) * self.width, (bottom - top) * self.height)
        across, down = room / self.width, room / self.height
        roomy = (left - across, top - down, right + across, bottom + down)
        if ratio is None:
            # Only what lies in the photo: the frame would be pushed aside otherwise.
            roomy = self._within_photo(roomy)
        return self.reframed(roomy, ratio)

    def to_frame(self, place: Place) -> Place:
        """Where a place of the photo lies in the frame; outside 0 to 1 it is cut off."""
        cos, sin = self._direction()
        x = place[0] * self.photo_width - self.centre[0]
        y = place[1] * self.photo_height - self.centre[1]
        return (
            (x * cos - y * sin) / self.width + 0.5,
            (x * sin + y * cos) / self.height + 0.5,
        )

    def to_photo(self, place: Place) -> Place:
        """Where a place of the frame lies in the photo."""
        x, y = self._moved_centre((place[0] - 0.5) * self.width, (place[1] - 0.5) * self.height)
        return x / self.photo_width, y / self.photo_height

    def fitted(self) -> "PhotoEdit":
        """The nearest frame that lies within the photo: smaller if need be, then moved inside."""
        across, down = self._extent()
        shrink = min(1.0, self.photo_width / across, self.photo_height / down)
        across, down = across * shrink, down * shrink
        centre = (
            _between(self.centre[0], across / 2, self.photo_width - across / 2),
            _between(self.centre[1], down / 2, self.photo_height - down / 2),
        )
        inside = replace(
            self, centre=centre, width=self.width * shrink, height=self.height * shrink
        )
        whole = PhotoEdit.whole(self.photo_width, self.photo_height).turned(self.quarter_turns)
        return whole if inside.almost_is(whole) else inside

    def almost_is(self, other: "PhotoEdit") -> bool:
        """Whether it differs only by what rounding does."""
        return (
            self.quarter_turns == other.quarter_turns
            and abs(self.tilt_deg - other.tilt_deg) < _ALMOST
            and abs(self.width - other.width) < _ALMOST * other.width
            and abs(self.height - other.height) < _ALMOST * other.height
            and math.dist(self.centre, other.centre) < _ALMOST * other.width
        )

    def _extent(self) -> tuple[float, float]:
        """Width and height of the upright rectangle around the frame as it lies in the photo."""
        cos, sin = (abs(each) for each in self._direction())
        return self.width * cos + self.height * sin, self.width * sin + self.height * cos

    def _moved_centre(self, across: float, down: float) -> Place:
        """The frame's middle after moving it along its own sides."""
        cos, sin = self._direction()
        return (
            self.centre[0] + across * cos + down * sin,
            self.centre[1] - across * sin + down * cos,
        )

    def _within_photo(self, box: Box) -> Box:
        """The part of a box of the frame that the photo fills, as if it were not tilted."""
        corners = [self.to_frame((x, y)) for x in (0.0, 1.0) for y in (0.0, 1.0)]
        return (
            max(box[0], min(x for x, _ in corners)),
            max(box[1], min(y for _, y in corners)),
            min(box[2], max(x for x, _ in corners)),
            min(box[3], max(y for _, y in corners)),
        )

    def _direction(self) -> tuple[float, float]:
        """Cosine and sine of the turn, exact for quarter turns."""
        cos, sin = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[self.quarter_turns]
        tilt = math.radians(self.tilt_deg)
        return (
            cos * math.cos(tilt) - sin * math.sin(tilt),
            sin * math.cos(tilt) + cos * math.sin(tilt),
        )


def _between(value: float, least: float, most: float) -> float:
    return (least + most) / 2 if least > most else min(max(value, least), most)
