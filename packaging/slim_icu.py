"""Takes out of a bundle's ICU data what Qt never asks for: a twelfth of the whole download.

Qt uses ICU to sort names as people do and to know of time zones; languages, currencies and calendars
it brings itself. ICU's data is one package of small files: a header, a table of names and offsets,
then the files. What is left out here is not found, and ICU goes on with its general rules.
Source: https://github.com/unicode-org/icu/blob/main/icu4c/source/common/ucmndata.h
"""

import re
import struct
import subprocess
import tempfile
from pathlib import Path

_HEADER = re.compile(rb"(?P<size>..)\xda\x27.{8}CmnD", re.DOTALL)
_SYMBOL = re.compile(r"\s(icudt\d+_dat)\b")
_KINDS_NOT_ASKED_FOR = {
    "brkitr": "Qt breaks lines by itself",
    "curr": "names of currencies",
    "lang": "names of languages",
    "rbnf": "numbers as words",
    "region": "names of countries",
    "translit": "scripts turned into others",
    "unit": "names of units",
}
_FILES_NOT_ASKED_FOR = re.compile(r"(.+\.(cnv|spp|cfu)|unames\.icu)$")
"""Old text encodings, rules of mail and chat servers, look-alikes, names of characters."""
_LANGUAGE = re.compile(r"^(?!en|de|root|pool|res_index)[a-z]{2,3}(_\w+)?\.res$")
_IN_EVERY_LANGUAGE = {"coll"}
"""How names are sorted: the file dialog does it in the person's own language."""
_ALIGNMENT = 16


class NotIcuData(Exception):
    """The library does not hold a package of ICU's data as we know it."""


def slim_icu(library: Path, compiler: str) -> None:
    """Replace `libicudata` by one with the same name that holds what is asked for."""
    listed = subprocess.run(  # noqa: S603 - our own file
        ["nm", "--dynamic", library],  # noqa: S607 - the caller has looked for it
        capture_output=True,
        text=True,
        check=True,
    )
    symbol = _SYMBOL.search(listed.stdout)
    if symbol is None:
        raise NotIcuData(f"{library.name} has no symbol of ICU's data")
    slim = without_unasked(library.read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        data, source = Path(folder) / "data", Path(folder) / "data.S"
        data.write_bytes(slim)
        source.write_text(
            f'.section .rodata\n.balign {_ALIGNMENT}\n.globl {symbol[1]}\n.type {symbol[1]}, "object"\n'
            f'{symbol[1]}:\n.incbin "{data}"\n.size {symbol[1]}, . - {symbol[1]}\n'
            '.section .note.GNU-stack, "", %progbits\n',
            encoding="utf-8",
        )
        command = [compiler, "-shared", "-nostdlib", f"-Wl,-soname,{library.name}"]
        subprocess.run([*command, "-o", str(library), str(source)], check=True)  # noqa: S603 - our own


def without_unasked(library: bytes) -> bytes:
    """ICU's data package out of a library (or by itself), with the wanted files only.

    Raises:
        NotIcuData: There is none, or it is of another make.
    """
    found = _HEADER.search(library)
    if found is None:
        raise NotIcuData("there is no package of ICU's data")
    package = library[found.start() :]
    (header_size,) = struct.unpack("<H", found["size"])
    files = {name: data for name, data in _files(package[header_size:]) if is_wanted(name)}
    if not files:
        raise NotIcuData("ICU's data is laid out in another way")
    return package[:header_size] + _packed(files)


def is_wanted(name: str) -> bool:
    """Whether Qt may ask for this file, such as `icudt73l/coll/de.res`."""
    _, *folders, file = name.split("/")
    folder = folders[0] if folders else ""
    if folder in _KINDS_NOT_ASKED_FOR or _FILES_NOT_ASKED_FOR.match(file):
        return False
    return folder in _IN_EVERY_LANGUAGE or _LANGUAGE.match(file) is None


def _files(package: bytes) -> list[tuple[str, bytes]]:
    (count,) = struct.unpack_from("<I", package)
    if 4 + 8 * count > len(package):
        raise NotIcuData("ICU's data is laid out in another way")
    offsets = [struct.unpack_from("<II", package, 4 + 8 * index) for index in range(count)]
    # What lies behind the last file is the rest of the library, and is not known from its end.
    ends = [*(begin for _, begin in offsets[1:]), len(package)]
    return [
        (package[name : package.index(b"\0", name)].decode("ascii"), package[begin:end])
        for (name, begin), end in zip(offsets, ends, strict=True)
    ]


def _packed(files: dict[str, bytes]) -> bytes:
    """The table and the files behind it, sorted by name as ICU's search wants them."""
    names = sorted(files)
    name_at = 4 + 8 * len(names)
    name_offsets, texts = [], b""
    for name in names:
        name_offsets.append(name_at + len(texts))
        texts += name.encode("ascii") + b"\0"
    body = _padded(bytearray(name_at) + texts)
    struct.pack_into("<I", body, 0, len(names))
    for index, name in enumerate(names):
        struct.pack_into("<II", body, 4 + 8 * index, name_offsets[index], len(body))
        body = _padded(body + files[name])
    return bytes(body)


def _padded(data: bytearray) -> bytearray:
    return data + bytes(-len(data) % _ALIGNMENT)
