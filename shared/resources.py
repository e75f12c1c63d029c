"""Where the bundled files (fonts, icons, models, samples) lie."""

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent.parent / "resources"


def resource_path(*parts: str) -> Path:
    """The path of a bundled file, such as `resource_path("icons", "heart.svg")`.

    Works from a checkout, an installed wheel and a frozen bundle alike: `resources` always lies
    beside the packages.
    """
    return _FOLDER.joinpath(*parts)
