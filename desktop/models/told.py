"""What the person has told about the photo, and what the draft engine believes of it.

Plain values: the contract's `Hints` need pydantic, which the first window must not wait for.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.photo_edit import Box, Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.generations import Hints

__all__ = ["EARS", "KINDS", "Believed", "Place", "Told"]

EARS = ("pointy", "floppy", "round", "long", "none")
KINDS = ("person", "pet", "thing")


@dataclass(frozen=True, slots=True)
class Told:
    """Every part is optional."""

    kind: str = ""
    """One of `KINDS`; "" leaves it to the engine."""
    ears: str = ""
    """One of `EARS`; "" leaves it to the engine."""
    friendly_face: bool = False
    eyes: tuple[Place, ...] = ()
    """At most two, in the order in which they were tapped."""
    nose: Place | None = None

    @property
    def marks(self) -> tuple[Place, ...]:
        """All marks on the photo, in the order in which they are asked for."""
        return self.eyes if self.nose is None else (*self.eyes, self.nose)

    @property
    def wants_mark(self) -> bool:
        """Whether another tap on the photo means something."""
        return len(self.eyes) < 2 or self.nose is None

    def with_mark(self, place: Place) -> "Told":
        """The photo was tapped: the two eyes come first, then the nose."""
        if len(self.eyes) < 2:
            return replace(self, eyes=(*self.eyes, place))
        return replace(self, nose=place) if self.nose is None else self

    def without_mark(self, place: Place) -> "Told":
        """A mark is taken away again."""
        if place == self.nose:
            return replace(self, nose=None)
        return replace(self, eyes=tuple(eye for eye in self.eyes if eye != place))

    def moved(self, move: "Callable[[Place], Place]") -> "Told":
        """The same of a photo whose places lie elsewhere; marks beyond its edges are left out."""
        eyes = tuple(place for eye in self.eyes if _is_inside(place := move(eye)))
        nose = None if self.nose is None else move(self.nose)
        return replace(self, eyes=eyes, nose=nose if nose and _is_inside(nose) else None)

    def to_hints(self) -> "Hints | None":
        """The same in the contract's words; None when there is nothing to tell."""
        # Imported here: by now a photo is there, and the draft engine has loaded it.
        from shared.generations import EarShape, Hints, Point, SubjectKind  # noqa: PLC0415

        left, right = sorted(self.eyes) if len(self.eyes) == 2 else (None, None)
        hints = Hints(
            kind=SubjectKind(self.kind) if self.kind else None,
            ears=EarShape(self.ears) if self.ears else None,
            friendly_face=self.friendly_face,
            left_eye=Point(x=left[0], y=left[1]) if left else None,
            right_eye=Point(x=right[0], y=right[1]) if right else None,
            # A nose alone says nothing of where the face is.
            nose=Point(x=self.nose[0], y=self.nose[1]) if self.nose and left else None,
        )
        return None if hints == Hints() else hints

    @classmethod
    def from_json(cls, hints_json: str | None) -> "Told":
        """What was told when these hints were written down."""
        if hints_json is None:
            return cls()
        from shared.generations import Hints  # noqa: PLC0415 - as above

        return cls.from_hints(Hints.model_validate_json(hints_json))

    @classmethod
    def from_hints(cls, hints: "Hints | None") -> "Told":
        """What was told when these hints were sent."""
        if hints is None:
            return cls()
        eyes = tuple((eye.x, eye.y) for eye in (hints.left_eye, hints.right_eye) if eye)
        return cls(
            kind=hints.kind.value if hints.kind else "",
            ears=hints.ears.value if hints.ears else "",
            friendly_face=hints.friendly_face,
            eyes=eyes,
            nose=(hints.nose.x, hints.nose.y) if hints.nose else None,
        )


def _is_inside(place: Place) -> bool:
    return all(0.0 <= each <= 1.0 for each in place)


@dataclass(frozen=True, slots=True)
class Believed:
    """What the draft engine sees in the photo."""

    kind: str
    is_close_up: bool
    is_sure: bool
    note: str
    """What to tell a person of a doubt; "" when there is none."""
    could_be_pet: bool = False
    """Whether it has the colours of a coat, so that asking for its eyes makes sense."""
    box: Box | None = None
    """The part of the photo that the subject fills; its middle when there is a doubt."""
