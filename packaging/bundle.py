"""Builds the app that people install into build/bundle, and lets it test itself.

`make bundle` runs it. Another folder: `python packaging/bundle.py FOLDER`.
"""

import os
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import bundle_contents as contents
from licences import add_licences
from slim_bundle import slim

ROOT = Path(__file__).resolve().parent.parent
SPEC = Path(__file__).resolve().parent / "plushifyme.spec"
SELFTEST_LIMIT_S = 300


class CannotBundle(Exception):
    """The message says what went wrong."""


def main(arguments: list[str]) -> int:
    """Build, look at it, try it: 0, or 1 after a message."""
    target = Path(arguments[0]) if arguments else ROOT / "build" / "bundle"
    try:
        folder = build(target)
        look_at(folder)
        _test(folder)
    except CannotBundle as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{folder}: {_size_mb(folder):.0f} MB in {sum(1 for _ in folder.rglob('*'))} files")
    return 0


def build(target: Path) -> Path:
    """Run PyInstaller. Returns the folder with the program."""
    folder = target / "plushifyme"
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    command += ["--distpath", str(target), "--workpath", str(ROOT / "build" / "bundle-work")]
    environment = {
        **os.environ,
        # Without the random order of sets the same sources give the same files.
        "PYTHONHASHSEED": "1",
        # What is packed only once, by the archive around it, becomes smaller, and starts sooner.
        "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0",
    }
    done = subprocess.run([*command, str(SPEC)], cwd=ROOT, env=environment, check=False)  # noqa: S603 - our own interpreter
    if done.returncode != 0:
        raise CannotBundle("PyInstaller did not finish; the lines above say why.")
    if contents.IS_LINUX:
        slim(folder / "_internal")
    _add_licences(folder)
    return folder


def look_at(folder: Path) -> None:
    """Refuse a bundle with server code, without its resources, or with a link into nowhere."""
    inside = modules_in(folder)
    server = sorted(name for name in contents.SERVER_MODULES if name in inside)
    if server:
        raise CannotBundle(f"Server code is in the bundle: {', '.join(server)}.")
    missing = [
        source
        for source, place in contents.resources()
        if not any((root / place / Path(source).name).exists() for root in _roots(folder))
    ]
    if missing:
        raise CannotBundle(f"These are not in the bundle: {', '.join(missing)}.")
    dangling = [str(path) for path in folder.rglob("*") if not path.exists()]
    if dangling:
        raise CannotBundle(f"These links lead nowhere: {', '.join(dangling)}.")


def modules_in(folder: Path) -> set[str]:
    """The top-level names of everything that the bundled Python could import."""
    # PyInstaller has no annotations; what else is in this file does not need it.
    from PyInstaller.archive.readers import (  # type: ignore[import-untyped] # noqa: PLC0415
        CArchiveReader,
    )

    names: set[str] = set()
    program = folder / ("plushifyme.exe" if os.name == "nt" else "plushifyme")
    archive = CArchiveReader(str(program))
    for name in archive.toc:
        if name.endswith(".pyz"):
            modules = archive.open_embedded_archive(name).toc
            names.update(module.partition(".")[0] for module in modules)
    for root in _roots(folder):
        names.update(path.name.partition(".")[0] for path in root.iterdir())
    return names


def _add_licences(folder: Path) -> None:
    by_module = packages_distributions()
    names = {name for module in modules_in(folder) for name in by_module.get(module, ())}
    for root in _roots(folder):
        add_licences(root, names)


def _roots(folder: Path) -> list[Path]:
    """Where PyInstaller puts libraries and data; on macOS also in the .app."""
    places = [folder / "_internal", folder.parent / "PlushifyMe.app" / "Contents" / "Resources"]
    return [place for place in places if place.is_dir()]


def _test(folder: Path) -> None:
    name = "plushifyme-cli.exe" if os.name == "nt" else "plushifyme"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [str(folder / name), "--selftest"]
    done = subprocess.run(command, env=environment, check=False, timeout=SELFTEST_LIMIT_S)  # noqa: S603 - what was just built
    if done.returncode != 0:
        raise CannotBundle("The bundle's self-test did not pass; its table says what is missing.")


def _size_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if not path.is_symlink()) / 1e6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
