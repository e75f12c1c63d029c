"""The version of the product: app, server and contract carry the same one."""

from typing import Final

VERSION: Final = "0.1.0"


def version_numbers(text: str) -> tuple[int, ...]:
    """A version as numbers that can be compared; what follows a hyphen or plus does not count.

    Raises:
        ValueError: It is not a version such as "1.4.2".
    """
    core = text.strip().partition("+")[0].partition("-")[0]
    numbers = tuple(int(part) for part in core.split("."))
    return numbers + (0,) * (3 - len(numbers))
