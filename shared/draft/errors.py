"""What can stop the draft engine.

DraftError
├── DraftCancelled
├── NoSubject
└── UnusablePixels
"""


class DraftError(Exception):
    """The engine gave no picture; the message is fit to show a person."""


class DraftCancelled(DraftError):
    """The caller no longer wants the picture."""


class NoSubject(DraftError):
    """The photo is empty: one colour from edge to edge, or only a few pixels."""


class UnusablePixels(DraftError, ValueError):
    """The array is no picture: a wrong shape or a wrong type of number."""
