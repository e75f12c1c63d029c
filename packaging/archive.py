"""Packs build/bundle into the files that people download, each with its checksum beside it.

    python packaging/archive.py [FOLDER]

Linux: `.tar.xz`. Windows and macOS: `.zip`. The installers are made from the same folder:
packaging/deb.py, packaging/appimage.py, packaging/windows, packaging/macos.
"""

import hashlib
import lzma
import platform
import stat
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import bundle_contents as contents

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "build" / "bundle"
PACKAGES = ROOT / "build" / "packages"
LONG_AGO = 1_767_225_600
"""2026-01-01: equal content gives equal archives, whenever it is packed."""
_DICTIONARY_BYTES = 64 << 20
_FILTERS: dict[str, list[dict[str, int]]] = {"x86_64": [{"id": lzma.FILTER_X86}]}
"""Machine code becomes a tenth smaller when its jumps are made absolute first."""


class CannotPackage(Exception):
    """The message says why."""


def main(arguments: list[str]) -> int:
    """Pack for this system. Returns the exit code."""
    target = Path(arguments[0]) if arguments else PACKAGES
    target.mkdir(parents=True, exist_ok=True)
    if not BUNDLE.is_dir():
        print("There is no build/bundle yet: make bundle", file=sys.stderr)
        return 1
    is_linux = contents.IS_LINUX
    packed = tar_xz(BUNDLE / "plushifyme", target) if is_linux else zipped(BUNDLE, target)
    write_checksum(packed)
    print(f"{packed}: {packed.stat().st_size / 1e6:.1f} MB")
    return 0


def name(suffix: str) -> str:
    """The file's name: product, version, system and processor."""
    system = {"darwin": "macos", "win32": "windows"}.get(sys.platform, "linux")
    return f"plushifyme-{contents.version()}-{system}-{machine()}{suffix}"


def machine() -> str:
    """The processor, by its usual name."""
    found = platform.machine().lower()
    return {"amd64": "x86_64", "arm64": "aarch64"}.get(found, found)


def tar_xz(folder: Path, target: Path) -> Path:
    """The folder as it is, with the few files that a desktop wants beside it."""
    packed = target / name(".tar.xz")
    top = f"plushifyme-{contents.version()}"
    compressor = [
        *_FILTERS.get(machine(), []),
        {
            "id": lzma.FILTER_LZMA2,
            "preset": 9 | lzma.PRESET_EXTREME,
            "dict_size": _DICTIONARY_BYTES,
        },
    ]
    with (
        lzma.open(packed, "wb", filters=compressor) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path, inside in _files(folder, top):
            archive.add(path, inside, recursive=False, filter=_anonymous)
    return packed


def zipped(folder: Path, target: Path) -> Path:
    """The folder as a zip, which Windows and macOS open by themselves."""
    packed = target / name(".zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, inside in _files(folder, "PlushifyMe"):
            if path.is_symlink():
                link = zipfile.ZipInfo(inside)
                link.create_system = 3
                link.external_attr = (stat.S_IFLNK | 0o777) << 16
                archive.writestr(link, str(path.readlink()))
            elif path.is_file():
                archive.write(path, inside)
    return packed


def write_checksum(file: Path) -> Path:
    """The file's SHA-256 in the form that `sha256sum --check` reads."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    checksum = file.with_name(f"{file.name}.sha256")
    checksum.write_text(f"{digest}  {file.name}\n", encoding="utf-8", newline="\n")
    return checksum


def _files(folder: Path, top: str) -> Iterator[tuple[Path, str]]:
    yield folder, top
    for path in sorted(folder.rglob("*")):
        yield path, f"{top}/{path.relative_to(folder).as_posix()}"


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mtime = LONG_AGO
    entry.mode = 0o755 if entry.isdir() or entry.mode & stat.S_IXUSR else 0o644
    return entry


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
