"""Making a plushie: the request, its states and their transitions."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.limits import BATCH_MAX_GENERATIONS, WISH_MAX_CHARACTERS
from shared.styles import Style
from shared.wire import RequestModel, WireModel


class GenerationStatus(StrEnum):
    """Where a generation stands."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing can follow any more."""
        return not TRANSITIONS[self]


TRANSITIONS: Mapping[GenerationStatus, frozenset[GenerationStatus]] = {
    GenerationStatus.PENDING: frozenset(
        {GenerationStatus.PROCESSING, GenerationStatus.FAILED, GenerationStatus.CANCELLED}
    ),
    GenerationStatus.PROCESSING: frozenset(
        {
            # A temporary failure hands the image back to the queue.
            GenerationStatus.PENDING,
            # A worker that died is replaced: the next attempt claims it again.
            GenerationStatus.PROCESSING,
            GenerationStatus.COMPLETED,
            GenerationStatus.FAILED,
            GenerationStatus.CANCELLED,
        }
    ),
    GenerationStatus.COMPLETED: frozenset(),
    GenerationStatus.FAILED: frozenset(),
    GenerationStatus.CANCELLED: frozenset(),
}
"""The only changes of state there are; the database refuses every other one."""


class SubjectKind(StrEnum):
    """What the photo shows."""

    PERSON = "person"
    PET = "pet"
    THING = "thing"


class EarShape(StrEnum):
    """The ears of a pet plushie."""

    POINTY = "pointy"
    FLOPPY = "floppy"
    ROUND = "round"
    LONG = "long"
    NONE = "none"


class Point(RequestModel):
    """A place in the upright photo, as fractions of its width and height."""

    x: Annotated[float, Field(ge=0, le=1)]
    y: Annotated[float, Field(ge=0, le=1)]


class Hints(RequestModel):
    """What a person may tell about the photo; every part of it is optional."""

    kind: SubjectKind | None = None
    left_eye: Point | None = None
    """The eye further to the left in the picture."""
    right_eye: Point | None = None
    nose: Point | None = None
    ears: EarShape | None = None
    friendly_face: bool = False
    """Sew a face onto a thing."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


Wish = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=WISH_MAX_CHARACTERS, pattern=r"^[^\x00]*$"),
]


class GenerateRequest(RequestModel):
    """One plushie to make. Sent with an `Idempotency-Key` header."""

    original_file_key: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    style: Style
    prompt: Wish = ""
    hints: Hints | None = None


class BatchRequest(RequestModel):
    """Several plushies to make, all or none. Sent with one `Idempotency-Key` header."""

    items: Annotated[list[GenerateRequest], Field(min_length=1, max_length=BATCH_MAX_GENERATIONS)]


class Failure(WireModel):
    """Why a generation failed. `message` is fit to show a person."""

    code: str
    """An `ErrorCode`; kept as text so that an older app survives a newer server."""
    message: str
