"""Lays build/bundle out as an AppDir, and makes one file of it that starts by itself: an AppImage.

    python packaging/appimage.py [FOLDER]

An AppImage is a runtime, which mounts what follows it, and a squashfs of the AppDir. The runtime is
not ours: APPIMAGE_RUNTIME names the file, as the release workflow does after checking its sum.
Without it, or without mksquashfs, the AppDir is what is made.
Source: https://github.com/AppImage/AppImageSpec/blob/master/draft.md, type 2.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import archive
import linux_files

APPDIR = archive.ROOT / "build" / "appdir" / "PlushifyMe.AppDir"
_PROGRAM = Path("usr/lib/plushifyme/plushifyme")


def main(arguments: list[str]) -> int:
    """Make what can be made here: 0, or 1 after a message."""
    target = Path(arguments[0]) if arguments else archive.PACKAGES
    runtime = os.environ.get("APPIMAGE_RUNTIME", "")
    try:
        lay_out(archive.BUNDLE / "plushifyme", APPDIR)
        print(APPDIR)
        if runtime and shutil.which("mksquashfs"):
            target.mkdir(parents=True, exist_ok=True)
            image = build(APPDIR, Path(runtime), target)
            archive.write_checksum(image)
            print(f"{image}: {image.stat().st_size / 1e6:.1f} MB")
    except archive.CannotPackage as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def lay_out(bundle: Path, root: Path) -> None:
    """A folder that starts by its `AppRun`, wherever it lies."""
    if not bundle.is_dir():
        raise archive.CannotPackage("There is no build/bundle yet: make bundle")
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(bundle, (root / _PROGRAM).parent, symlinks=True)
    linux_files.add_share(root / "usr/share")
    (root / "usr/bin").mkdir()
    (root / "usr/bin/plushifyme").symlink_to(Path("../..") / _PROGRAM)
    (root / "AppRun").symlink_to(_PROGRAM)
    (root / "plushifyme.desktop").symlink_to("usr/share/applications/plushifyme.desktop")
    linux_files.copy(linux_files.ICONS / "plushifyme-256.png", root / "plushifyme.png")
    (root / ".DirIcon").symlink_to("plushifyme.png")


def build(appdir: Path, runtime: Path, target: Path) -> Path:
    """The runtime, then the folder. Equal input gives equal bytes."""
    image = target / archive.name(".AppImage")
    with tempfile.TemporaryDirectory(prefix="plushifyme-appimage-") as folder:
        packed = Path(folder) / "squashfs"
        squash(appdir, packed)
        image.write_bytes(runtime.read_bytes() + packed.read_bytes())
    image.chmod(0o755)
    return image


def squash(appdir: Path, packed: Path) -> None:
    """Pack the folder, owned by root and without times."""
    command = ["mksquashfs", str(appdir), str(packed), "-root-owned", "-noappend", "-quiet"]
    command += ["-no-progress", "-comp", "zstd", "-Xcompression-level", "19", "-b", "1M"]
    command += ["-mkfs-time", str(archive.LONG_AGO), "-all-time", str(archive.LONG_AGO)]
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - no outside input
    if done.returncode != 0:
        raise archive.CannotPackage("mksquashfs did not finish; the lines above say why.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
