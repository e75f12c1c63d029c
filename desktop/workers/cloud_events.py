"""What the start of the local cloud tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CloudProgress:
    """A step of the start; `fraction` is 0 to 1."""

    message: str
    fraction: float


@dataclass(frozen=True, slots=True)
class CloudReady:
    """It answers at `url`. `attached`: another program has started it, and will end it."""

    url: str
    attached: bool
