"""Takes out of a Linux bundle what the app never runs: debug symbols, OpenCV's video decoders, ICU's data.

OpenCV's wheel links FFmpeg, AV1 decoders and an OpenSSL of its own, a tenth of the whole download. The
app uses OpenCV's networks and filters on pictures that Qt has decoded. So each of these libraries is
replaced by a stub with the same name and the same functions, none of which is ever called: less to
download, and no video decoder that would have to be kept safe.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from slim_icu import slim_icu

STUBBED = re.compile(r"lib(avcodec|avformat|avutil|swscale|avif)-")
"""What OpenCV itself asks for."""
THEIRS = re.compile(r"lib(swresample|vpx|aom|drm|ssl|crypto)-")
"""What only these libraries ask for."""
_SYMBOL = re.compile(r"^(?P<name>\w+)(?:@@?(?P<version>\w+))?$")


def slim(inside: Path) -> None:
    """Make `_internal` of a bundle smaller; without a compiler it stays as it is."""
    compiler, strip = shutil.which("gcc") or shutil.which("cc"), shutil.which("strip")
    if strip is not None:
        _strip(strip, inside)
    if compiler is not None and shutil.which("nm") is not None:
        _stub_video(compiler, inside)
        for library in (inside / "PySide6" / "Qt" / "lib").glob("libicudata.so*"):
            slim_icu(library, compiler)


def _strip(strip: str, inside: Path) -> None:
    """Drop debug symbols; the libraries of wheels' `.libs` folders do not survive it."""
    for library in inside.rglob("*.so*"):
        if not library.is_symlink() and not library.parent.name.endswith(".libs"):
            subprocess.run([strip, "--strip-unneeded", library], check=True)  # noqa: S603 - our own file


def _stub_video(compiler: str, inside: Path) -> None:
    libraries = inside / "opencv_python_headless.libs"
    asked = {name for name, _ in _symbols(inside / "cv2" / "cv2.abi3.so", "--undefined-only")}
    for library in [each for each in libraries.glob("lib*") if STUBBED.match(each.name)]:
        functions = [each for each in _symbols(library, "--defined-only") if each[0] in asked]
        _write_stub(compiler, library, functions)
    for library in [each for each in libraries.glob("lib*") if THEIRS.match(each.name)]:
        library.unlink()
        (inside / library.name).unlink(missing_ok=True)


def _symbols(library: Path, which: str) -> list[tuple[str, str]]:
    """The dynamic symbols of a library: names, and their versions or ""."""
    listed = subprocess.run(  # noqa: S603 - our own file
        ["nm", "--dynamic", which, "--format=posix", library],  # noqa: S607 - looked for above
        capture_output=True,
        text=True,
        check=True,
    )
    found = [_SYMBOL.match(line.split()[0]) for line in listed.stdout.splitlines() if line]
    return [(each["name"], each["version"] or "") for each in found if each is not None]


def _write_stub(compiler: str, library: Path, functions: list[tuple[str, str]]) -> None:
    """Put a library in its place whose functions end the program, as nothing calls them."""
    versions = sorted({version for _, version in functions if version})
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "stub.c"
        source.write_text(
            "".join(f"void {name}(void) {{ __builtin_trap(); }}\n" for name, _ in functions),
            encoding="utf-8",
        )
        command = [compiler, "-shared", "-fPIC", "-nostdlib", "-fno-builtin", "-w"]
        command += [f"-Wl,-soname,{library.name}", "-o", str(library), str(source)]
        if versions:
            script = Path(folder) / "versions.map"
            script.write_text(
                "".join(
                    f"{version} {{ global: "
                    + "".join(f"{name}; " for name, each in functions if each == version)
                    + "};\n"
                    for version in versions
                ),
                encoding="utf-8",
            )
            command.append(f"-Wl,--version-script={script}")
        subprocess.run(command, check=True)  # noqa: S603 - no outside input
