"""What a person has chosen for this app on this computer."""

import json
import logging
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.storage.atomic import write_atomically
from shared.styles import Style

_log = logging.getLogger(__name__)


class Appearance(StrEnum):
    """Which theme is shown."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Contrast(StrEnum):
    """How much words and edges stand out."""

    SYSTEM = "system"
    USUAL = "usual"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Preferences:
    """Every preference with its default."""

    appearance: Appearance = Appearance.SYSTEM
    contrast: Contrast = Contrast.SYSTEM
    moves_less: bool = False
    """Whether nothing is to move by itself, also where the system does not say so."""
    text_percent: int = 100
    """How large text is; 200 is twice as large."""
    language: str = ""
    """The code of the app's language, such as "de"; empty means the system's."""
    window_geometry: str = ""
    """Qt's own `saveGeometry`, base64."""
    last_style: Style = Style.CUTE_FLUFFY
    server: str = ""
    """The server's address; empty means the cloud on this computer."""
    notifies: bool = True
    """Whether the desktop tells that plushies are ready while the window is not watched."""
    asks_attention: bool = True
    """Whether the window's button may blink or jump then."""
    shows_progress: bool = True
    """Whether the task bar or the dock shows how far the plushies are."""
    told_version: str = ""
    """The newer version of the app that the person was told of."""
    gallery_tile_px: int = 200
    """How large the gallery shows its pictures."""
    cache_budget_mb: int = 2048
    """So much of the disk may copies of pictures take, for each account."""
    keeps_originals: bool = False
    """Whether full pictures and photos are fetched before they are asked for."""


class PreferencesStore:
    """Reads the file once; each change is written at once, whole or not at all.

    A missing, damaged or foreign file means the defaults: preferences never stop the app.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._current = _read(path)

    @property
    def current(self) -> Preferences:
        """As they are now."""
        return self._current

    def change(self, **changes: Any) -> None:
        """Set some of them. A full disk is logged and costs only the memory of it."""
        changed = replace(self._current, **changes)
        if changed == self._current:
            return
        self._current = changed
        try:
            data = json.dumps(asdict(changed), indent=2).encode()
            # Without waiting for the disk: this runs on the UI thread.
            write_atomically(self._path, data, durable=False)
        except OSError as error:
            _log.warning("The preferences could not be written: %s", error)


def _read(path: Path) -> Preferences:
    try:
        stored = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(stored, dict):
        return Preferences()
    preferences = Preferences()
    for field in fields(Preferences):
        try:
            value = type(getattr(preferences, field.name))(stored[field.name])
        except (KeyError, ValueError, TypeError):
            continue
        preferences = replace(preferences, **{field.name: value})
    return preferences
