"""The offline plush renderer: a photo in, a picture of a plush toy out. NumPy and OpenCV only."""

from typing import Final

from shared.draft.doubt import Doubt
from shared.draft.errors import DraftCancelled, DraftError, NoSubject, UnusablePixels
from shared.draft.networks import rest, warm_up
from shared.draft.render import Stage, render
from shared.draft.subject import Subject, analyse

REVISION: Final = 2
"""Raised with every change that makes other pictures of the same photo."""

__all__ = [
    "REVISION",
    "Doubt",
    "DraftCancelled",
    "DraftError",
    "NoSubject",
    "Stage",
    "Subject",
    "UnusablePixels",
    "analyse",
    "render",
    "rest",
    "warm_up",
]
