"""Makes a Debian package of build/bundle: the app in /opt, its entry, icons and photo types.

    python packaging/deb.py [FOLDER]

It needs `dpkg-deb`, which is part of Debian and Ubuntu, and no other tool.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import archive
import bundle_contents as contents
import linux_files

_HOME = "opt/plushifyme"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_LIBRARY_PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
    "libz.so.1": "zlib1g",
}
"""Where Debian and Ubuntu have the libraries that PyInstaller leaves to the system."""
_OF_GLIBC = re.compile(r"^(ld-linux.*|lib(c|m|dl|pthread|rt|util|resolv)\.so.*|linux-vdso.*)$")


def main(arguments: list[str]) -> int:
    """Make the package: 0, or 1 after a message."""
    target = Path(arguments[0]) if arguments else archive.PACKAGES
    target.mkdir(parents=True, exist_ok=True)
    try:
        package = build(archive.BUNDLE / "plushifyme", target)
    except archive.CannotPackage as error:
        print(error, file=sys.stderr)
        return 1
    archive.write_checksum(package)
    print(f"{package}: {package.stat().st_size / 1e6:.1f} MB")
    return 0


def build(bundle: Path, target: Path) -> Path:
    """Lay out the package's files and let dpkg-deb pack them. Returns the package."""
    if shutil.which("dpkg-deb") is None:
        raise archive.CannotPackage(
            "There is no dpkg-deb here; a Debian package is made on Debian or Ubuntu."
        )
    if not bundle.is_dir():
        raise archive.CannotPackage("There is no build/bundle yet: make bundle")
    architecture = _ARCHITECTURES[archive.machine()]
    package = target / f"plushifyme_{contents.version()}_{architecture}.deb"
    with tempfile.TemporaryDirectory(prefix="plushifyme-deb-") as folder:
        root = Path(folder) / "root"
        lay_out(bundle, root)
        _write_control(root, architecture, _depends(bundle))
        _set_modes(root)
        command = [
            "dpkg-deb",
            "--root-owner-group",
            "-Zxz",
            "-z9",
            "--build",
            str(root),
            str(package),
        ]
        done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - no outside input
    if done.returncode != 0:
        raise archive.CannotPackage("dpkg-deb did not finish; the lines above say why.")
    return package


def lay_out(bundle: Path, root: Path) -> None:
    """Put every file where an installed system has it."""
    shutil.copytree(bundle, root / _HOME, symlinks=True)
    command = root / "usr/bin/plushifyme"
    command.parent.mkdir(parents=True)
    command.symlink_to(Path("/") / _HOME / "plushifyme")
    linux_files.add_share(root / "usr/share")


def _write_control(root: Path, architecture: str, depends: list[str]) -> None:
    files = (each for each in root.rglob("*") if each.is_file() and not each.is_symlink())
    size_kib = sum(each.stat().st_size for each in files) // 1024
    control = root / "DEBIAN" / "control"
    control.parent.mkdir()
    lines = [
        "Package: plushifyme",
        f"Version: {contents.version()}",
        f"Architecture: {architecture}",
        "Maintainer: PlushifyMe <hello@plushifyme.com>",
        f"Installed-Size: {size_kib}",
        "Section: graphics",
        "Priority: optional",
        f"Depends: {', '.join(depends)}",
        "Recommends: ca-certificates, gnome-keyring | kwalletmanager, xdg-utils",
        "Homepage: https://plushifyme.com",
        "Description: turns a photo of someone you love into a plush toy picture",
        " Drop in a photo of a person, a pet or a thing, choose one of four plushie styles,",
        " and get a picture of that subject as a plush toy. Everything you make is kept in a",
        " gallery that opens at once, with or without a network.",
        "",
    ]
    control.write_text("\n".join(lines), encoding="utf-8")


def _depends(bundle: Path) -> list[str]:
    """The system's libraries that something in the bundle asks for and the bundle lacks."""
    inside = {path.name for path in bundle.rglob("*")}
    asked: set[str] = set()
    for file in bundle.rglob("*"):
        if file.is_file() and not file.is_symlink() and file.read_bytes()[:4] == b"\x7fELF":
            asked |= _needed(file)
    outside = {name for name in asked - inside if not _OF_GLIBC.match(name)}
    unknown = sorted(outside - set(_LIBRARY_PACKAGES))
    if unknown:
        raise archive.CannotPackage(f"No package is known for {', '.join(unknown)}.")
    return [f"libc6 (>= {_glibc(bundle)})", *sorted(_LIBRARY_PACKAGES[name] for name in outside)]


def _needed(file: Path) -> set[str]:
    listed = subprocess.run(  # noqa: S603 - our own file
        ["objdump", "-p", file],  # noqa: S607 - part of binutils, as PyInstaller wants it too
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return set(re.findall(r"^\s+NEEDED\s+(\S+)$", listed, re.MULTILINE))


def _glibc(bundle: Path) -> str:
    """The newest version of glibc's symbols that anything in the bundle uses."""
    wanted = {(2, 28)}
    for file in bundle.rglob("*"):
        if file.is_file() and not file.is_symlink() and file.read_bytes()[:4] == b"\x7fELF":
            found = re.findall(rb"GLIBC_2\.(\d+)", file.read_bytes())
            wanted |= {(2, int(minor)) for minor in found}
    major, minor = max(wanted)
    return f"{major}.{minor}"


def _set_modes(root: Path) -> None:
    """What the package's files may: readable by everybody, written by nobody but root."""
    for path in [root, *root.rglob("*")]:
        if path.is_symlink():
            continue
        is_program = path.is_dir() or (os.access(path, os.X_OK) and ".so" not in path.name)
        path.chmod(0o755 if is_program else 0o644)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
