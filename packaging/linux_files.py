"""What every Linux package has beside the program: desktop entry, icons, metadata, notices."""

import gzip
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINUX = Path(__file__).resolve().parent / "linux"
ICONS = ROOT / "resources" / "icons"
ICON_SIDES_PX = (16, 24, 32, 48, 64, 128, 256, 512)


def add_share(share: Path) -> None:
    """Fill `usr/share` of a package."""
    for side_px in ICON_SIDES_PX:
        folder = share / f"icons/hicolor/{side_px}x{side_px}/apps"
        copy(ICONS / f"plushifyme-{side_px}.png", folder / "plushifyme.png")
    copy(ICONS / "plushifyme.svg", share / "icons/hicolor/scalable/apps/plushifyme.svg")
    copy(LINUX / "plushifyme.desktop", share / "applications/plushifyme.desktop")
    for metainfo in LINUX.glob("*.metainfo.xml"):
        copy(metainfo, share / "metainfo" / metainfo.name)
    documents = share / "doc/plushifyme"
    copy(LINUX / "copyright", documents / "copyright")
    copy(ROOT / "NOTICE.md", documents / "NOTICE.md")
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    (documents / "changelog.gz").write_bytes(gzip.compress(changes, 9, mtime=0))


def copy(source: Path, target: Path) -> None:
    """Copy a file, and make its folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
