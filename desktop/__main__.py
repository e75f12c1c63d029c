"""`plushifyme`: the window, and two commands that need none."""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.errors import DesktopError
from desktop.storage.folders import Folders
from desktop.storage.preferences import PreferencesStore
from shared.styles import Style
from shared.version import VERSION

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QLabel

    from desktop.settings import Settings
    from desktop.single_instance import SingleInstance

EXIT_FAILED = 1
EXIT_WRONG_USE = 2
EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit code; a failure is one line on stderr."""
    options = _parser().parse_args(arguments)
    _log_to_stderr(logging.INFO if options.verbose else logging.ERROR)
    try:
        if options.selftest:
            from desktop import selftest  # noqa: PLC0415 - as below

            return selftest.run()
        if options.command is None:
            return _open_window(options)
        # Imported here: the window must not wait for what only these commands need.
        from desktop import cli  # noqa: PLC0415

        return cli.run(options)
    except DesktopError as error:
        _complain(error.describe().text)
        return EXIT_FAILED
    except KeyboardInterrupt:
        _complain("stopped.")
        return EXIT_INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="plushifyme",
        description="Turns a photo of someone you love into a picture of them as a plush toy.",
    )
    parser.add_argument("--version", action="version", version=f"PlushifyMe {VERSION}")
    parser.add_argument("--verbose", action="store_true", help="say more on stderr")
    parser.add_argument(
        "--selftest", action="store_true", help="check this installation, and print what was found"
    )
    parser.add_argument(
        "--open",
        nargs="*",
        default=[],
        metavar="PHOTO",
        help="photos to begin with, or a link such as plushifyme://gallery",
    )
    server_help = "the server's address; without one the cloud on this computer is started"
    parser.add_argument("--server", metavar="URL", help=server_help)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    make = commands.add_parser("make", help="make one plushie without a window")
    make.add_argument("photo", metavar="PHOTO", help="a JPEG, PNG, WebP, HEIC or AVIF file")
    make.add_argument("--style", choices=[style.value for style in Style], required=True)
    make.add_argument("--out", metavar="FILE", required=True, help="a .png, .jpg or .webp file")
    make.add_argument("--wish", default="", help="what you would like besides")
    make.add_argument("--server", metavar="URL", default=argparse.SUPPRESS, help=server_help)

    demo = commands.add_parser("demo", help="make all four styles of a photo, on the local cloud")
    demo.add_argument("--photo", metavar="PHOTO", help="a photo; default: a bundled one")
    demo.add_argument("--out", metavar="DIR", required=True, help="a folder for the pictures")
    return parser


def _open_window(options: argparse.Namespace) -> int:
    if _has_no_display():
        _complain(
            "there is no display to open a window on. Without one, `make demo` (or "
            "`plushifyme demo --out DIR`) makes plushies, and xvfb-run lends a display."
        )
        return EXIT_WRONG_USE
    try:
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the commands need no window

        from desktop.plain_import import take_back_import  # noqa: PLC0415 - as above
        from desktop.ui.curtain import draw_curtain  # noqa: PLC0415 - as above
    except ImportError as error:
        _complain(f"Qt cannot be loaded ({error}). `make run` names and installs what is missing.")
        return EXIT_FAILED
    take_back_import()
    folders = Folders.of_user()
    preferences = PreferencesStore(folders.preferences_file)
    QApplication.setApplicationName("PlushifyMe")
    QApplication.setApplicationVersion(VERSION)
    QApplication.setDesktopFileName("plushifyme")
    qt = QApplication(sys.argv[:1])
    # Ctrl+C in the terminal ends the app; whatever is under way is on disk and goes on later.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    curtain = draw_curtain(preferences.current.appearance)
    curtain.show()
    # Painted now: what follows takes several times as long as Qt itself.
    qt.processEvents()
    from desktop.settings import folder_of_program, load_settings  # noqa: PLC0415 - as said
    from desktop.single_instance import SingleInstance  # noqa: PLC0415 - as said

    settings = load_settings(
        options.server,
        preferred_server=preferences.current.server,
        folders=folders,
        beside=folder_of_program(),
    )
    instance = SingleInstance(folders.data, settings.server_name)
    if not instance.claim(_from_anywhere(options.open)):
        return 0
    is_closed, exit_code = _run_window(
        qt, curtain=curtain, instance=instance, settings=settings, preferences=preferences,
        words=options.open,
    )  # fmt: skip
    instance.release()
    if not is_closed:
        # A thread hangs in the system (a name that is not resolved): nobody should wait for it.
        logging.shutdown()
        os._exit(exit_code)
    return exit_code


def _run_window(
    qt: "QApplication",
    *,
    curtain: "QLabel",
    instance: "SingleInstance",
    settings: "Settings",
    preferences: PreferencesStore,
    words: list[str],
) -> tuple[bool, int]:
    """From the window to its end: whether all threads have ended, and the exit code."""
    from desktop.app import Application  # noqa: PLC0415 - the curtain does not wait for it
    from desktop.crash import CrashGuard  # noqa: PLC0415 - as above
    from desktop.garbage import GarbageCollector  # noqa: PLC0415 - as above
    from desktop.storage.log_file import start_log  # noqa: PLC0415 - as above
    from desktop.ui.crash_dialog import CrashTeller  # noqa: PLC0415 - as above
    from desktop.ui.front_door import FrontDoor  # noqa: PLC0415 - as above
    from desktop.ui.language import speak  # noqa: PLC0415 - as above

    start_log(settings.folders.logs)
    guard = CrashGuard(settings.folders.logs)
    guard.install()
    speak(preferences.current.language, qt)
    application = Application(settings, preferences)
    window = application.create_window()
    teller = CrashTeller(window.theme, settings.folders.logs, window)
    guard.crashed.connect(teller.tell)
    window.show()
    curtain.close()
    # On the screen first: from `start` on, worker threads load libraries beside it.
    qt.processEvents()
    window.get_ready()
    door = FrontDoor(window, application.models)
    if words:
        door.open(words)
    instance.asked.connect(door.open)
    collector = GarbageCollector(application)
    collector.start()
    application.start()
    exit_code = qt.exec()
    instance.stop_listening()
    guard.remove()
    is_closed = application.close()
    collector.retire()
    return is_closed, exit_code


def _from_anywhere(words: Sequence[str] | None) -> list[str]:
    """The same words for a window that was started in another folder."""
    return [word if "://" in word else str(Path(word).absolute()) for word in words or ()]


def _log_to_stderr(level: int) -> None:
    if sys.stderr is None:  # a program with a window has none on Windows
        return
    handler = logging.StreamHandler()
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])


def _complain(text: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"plushifyme: {text}\n")
        return
    # A program with a window has no console on Windows: nobody would see a line.
    from PySide6.QtWidgets import QApplication, QMessageBox  # noqa: PLC0415 - hardly ever needed

    _application = QApplication.instance() or QApplication(sys.argv[:1])
    QMessageBox.critical(None, "PlushifyMe", text)


def _has_no_display() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
