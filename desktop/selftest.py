"""`plushifyme --selftest`: whether this installation has everything, without a server or a screen.

Each check uses the app's own code on real things: it draws every icon, encodes and decodes every
format, opens the window, renders a draft, builds the secure line, asks the key ring.
"""

# ruff: noqa: PLC0415 - an import that fails is a finding of its check, not the end of the program

import importlib
import importlib.util
import io
import os
import pkgutil
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.settings import Settings
from desktop.storage.folders import Folders
from shared.resources import resource_path
from shared.version import VERSION

_NOWHERE = "http://127.0.0.1:9"
_KEY_RING_WITHIN_S = 10.0
_DRAFT_SIDE_PX = 128
_PLATFORMS = {"linux": ("xcb", "wayland", "offscreen"), "win32": ("windows",), "darwin": ("cocoa",)}


class Result(StrEnum):
    """How a check ended."""

    OK = "ok"
    LIMITED = "limited"
    """The app works, with less comfort: a computer without a key ring."""
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    name: str
    result: Result
    detail: str
    seconds: float


class Limited(Exception):
    """The app works here, but the message says what it must do without."""


class Missing(Exception):
    """Something that the app needs is not there, or does not work."""


Check = Callable[[], str]
"""Returns a few words; raises `Limited`, or anything else when it failed."""


def run() -> int:
    """Make every check and print the table. Returns 0, or 1 when one failed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    _application = QApplication.instance() or QApplication(sys.argv[:1])
    lines = [line for name, check in CHECKS for line in [_checked(name, check)]]
    if sys.stdout is not None:
        sys.stdout.write(table(lines))
    return int(any(line.result is Result.FAILED for line in lines))


def table(lines: Sequence[Line]) -> str:
    """The lines as text."""
    width = max(len(line.name) for line in lines)
    rows = [
        f"{line.name:<{width}}  {line.result:<8} {line.seconds:6.2f} s  {line.detail}"
        for line in lines
    ]
    return "\n".join([f"PlushifyMe {VERSION}: self-test", *rows, ""])


def _checked(name: str, check: Check) -> Line:
    began = time.monotonic()
    try:
        detail, result = check(), Result.OK
    except Limited as limit:
        detail, result = str(limit), Result.LIMITED
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        detail, result = f"{type(error).__name__}: {error}", Result.FAILED
    return Line(name, result, detail, time.monotonic() - began)


def check_program() -> str:
    """Which program this is; an installed app carries no server."""
    from PySide6.QtCore import qVersion

    is_frozen = bool(getattr(sys, "frozen", False))
    if is_frozen and importlib.util.find_spec("backend") is not None:
        raise Missing("server code is in the bundle")
    kind = "installed app" if is_frozen else "from source"
    return f"{kind}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"


def check_modules() -> str:
    """Every module of the app loads."""
    names = [
        info.name
        for package in ("desktop", "shared")
        for info in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
        if not info.name.endswith("__main__")
    ]
    for name in names:
        importlib.import_module(name)
    return f"{len(names)} modules"


def check_platforms() -> str:
    """Qt's plugins for this system's windows load, with all the libraries they stand on."""
    from PySide6.QtCore import QLibraryInfo, QPluginLoader

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    wanted = _PLATFORMS.get(sys.platform, ())
    for name in wanted:
        files = [each for each in folder.iterdir() if each.stem.removeprefix("lib") == f"q{name}"]
        if not files:
            raise Missing(f"Qt's plugin for {name} is not here")
        loader = QPluginLoader(str(files[0]))
        if not loader.load():
            # Beside the sources there may be no display: `make run` brings these libraries.
            is_installed = getattr(sys, "frozen", False)
            raise (Missing if is_installed else Limited)(loader.errorString())
    return ", ".join(wanted)


def check_drawings() -> str:
    """Every icon and illustration can be drawn."""
    from PySide6.QtSvg import QSvgRenderer

    files = [*_files("icons", ".svg"), *_files("illustrations", ".svg")]
    broken = [file.name for file in files if not QSvgRenderer(str(file)).isValid()]
    if broken:
        raise Missing(f"cannot be drawn: {', '.join(broken)}")
    return f"{len(files)} drawings"


def check_fonts() -> str:
    """The bundled font is there and is used."""
    from PySide6.QtGui import QFontInfo

    from desktop.ui.theme.fonts import FAMILY, font, load_fonts

    if not load_fonts() or QFontInfo(font()).family() != FAMILY:
        raise Missing(f"the font {FAMILY} is not used")
    return FAMILY


def check_formats() -> str:
    """Photos and pictures can be read and written in each format."""
    import pi_heif
    from PIL import Image
    from PySide6.QtGui import QColor, QImage

    from desktop.foreign_photos import convert
    from desktop.photo_formats import ForeignType
    from desktop.storage.picture_files import decode_picture, encode_picture

    picture = QImage(48, 32, QImage.Format.Format_RGB32)
    picture.fill(QColor("#C2415D"))
    for name in (b"jpeg", b"png", b"webp"):
        if decode_picture(encode_picture(picture, name)).size() != picture.size():
            raise Missing(f"{name.decode()} comes back with another size")
    foreign = io.BytesIO()
    Image.new("RGB", (320, 256), "#C2415D").save(foreign, "AVIF")
    if convert(ForeignType.AVIF, foreign.getvalue()).width() != 320:
        raise Missing("AVIF comes back with another size")
    return f"JPEG, PNG, WebP, AVIF, HEIC by libheif {pi_heif.libheif_version()}"


def check_languages() -> str:
    """The app's translations can be loaded, Qt's own beside them, and names are sorted as people do."""
    from PySide6.QtCore import QCollator, QCoreApplication, QLocale, QObject

    from desktop.ui.language import OWN_NAMES, Language, speak

    owner = QObject()
    try:
        translators = speak(Language.GERMAN.value, owner)
        if len(translators) < 2:
            raise Missing("the German words are not here")
        for translator in translators:
            QCoreApplication.removeTranslator(translator)
        if QCollator(QLocale(QLocale.Language.German)).compare("Äffchen", "Bär") >= 0:
            raise Missing("umlauts are sorted behind all other letters")
    finally:
        QLocale.setDefault(QLocale.system())
    return ", ".join(OWN_NAMES.values())


def check_draft() -> str:
    """The draft engine makes a plushie of a bundled photo."""
    from PySide6.QtGui import QImage

    from desktop.workers.drafts import pixels_of
    from shared.draft import analyse, render
    from shared.styles import Style

    photo = QImage(str(resource_path("samples", "chelsea.jpg")))
    if photo.isNull():
        raise Missing("the sample photo cannot be read")
    subject = analyse(pixels_of(photo, 384))
    picture = render(subject, Style.CUTE_FLUFFY, _DRAFT_SIDE_PX)
    return f"{picture.shape[1]} x {picture.shape[0]} px"


def check_window() -> str:
    """The window opens and paints, with every page that follows."""
    from PySide6.QtWidgets import QApplication

    from desktop.app import Application
    from desktop.storage.preferences import PreferencesStore

    with tempfile.TemporaryDirectory(prefix="plushifyme-selftest-") as folder:
        folders = Folders.below(Path(folder))
        settings = Settings(server_url=_NOWHERE, folders=folders)
        application = Application(settings, PreferencesStore(folders.preferences_file))
        window = application.create_window()
        window.show()
        QApplication.processEvents()
        _ = window.studio  # every page that comes after signing in
        picture = window.grab().toImage()
        window.close()
        application.close()
    middle = picture.height() // 2
    if len({picture.pixelColor(x, middle).rgb() for x in range(picture.width())}) < 2:
        raise Missing("the window stays empty")
    return f"{picture.width()} x {picture.height()} px"


def check_trust() -> str:
    """The secure line can be built, and certificates that this computer trusts are found."""
    import ssl

    from httpcore2 import default_ssl_context

    context = default_ssl_context()
    if sys.platform in {"win32", "darwin"}:
        return "the system's own certificates"
    # A folder of certificates is read when one is asked for, so it is not counted.
    count = len(context.get_ca_certs())
    if not count and not ssl.get_default_verify_paths().capath:
        raise Limited("no certificates on this computer: please install ca-certificates")
    return f"{count} certificates of this computer" if count else "this computer's certificates"


def check_key_ring() -> str:
    """The key ring keeps a word and gives it back."""
    import keyring

    answers: list[str | None] = []

    def ask() -> None:
        try:
            keyring.set_password("PlushifyMe self-test", "word", "plush")
            answers.append(keyring.get_password("PlushifyMe self-test", "word"))
            keyring.delete_password("PlushifyMe self-test", "word")
        except Exception:  # noqa: BLE001 - each system's key ring has errors of its own
            answers.append(None)

    thread = threading.Thread(target=ask, name="key ring", daemon=True)
    thread.start()
    thread.join(_KEY_RING_WITHIN_S)
    if answers != ["plush"]:
        raise Limited("no open key ring here: people sign in each time they start the app")
    return keyring.get_keyring().name


def _files(folder: str, suffix: str) -> Iterable[Path]:
    files = sorted(resource_path(folder).glob(f"*{suffix}"))
    if not files:
        raise Missing(f"resources/{folder} is empty")
    return files


CHECKS: tuple[tuple[str, Check], ...] = (
    ("program", check_program),
    ("modules", check_modules),
    ("platforms", check_platforms),
    ("drawings", check_drawings),
    ("fonts", check_fonts),
    ("formats", check_formats),
    ("languages", check_languages),
    ("draft engine", check_draft),
    ("window", check_window),
    ("secure line", check_trust),
    ("key ring", check_key_ring),
)
