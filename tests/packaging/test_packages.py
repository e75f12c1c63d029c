"""The files around the app: what people download, and what their systems are told of it."""

import configparser
import hashlib
import importlib
import os
import re
import shutil
import subprocess
import tarfile
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from desktop.targets import SCHEME
from shared.version import VERSION

ROOT = Path(__file__).parents[2]
LINUX = ROOT / "packaging" / "linux"
WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"


@pytest.fixture
def entry() -> configparser.SectionProxy:
    """The desktop entry."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    parser.read(LINUX / "plushifyme.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle in small."""
    folder = tmp_path / "bundle" / "plushifyme"
    (folder / "_internal").mkdir(parents=True)
    program = folder / "plushifyme"
    program.write_text("#!/bin/sh\necho PlushifyMe\n", "utf-8")
    program.chmod(0o755)
    (folder / "_internal" / "NOTICE.md").write_text("notices", "utf-8")
    (folder / "_internal" / "link.md").symlink_to("NOTICE.md")
    return folder


def test_the_desktop_entry_starts_the_app_with_photos_and_links(
    entry: configparser.SectionProxy,
) -> None:
    assert entry["Exec"] == "plushifyme --open %U"
    assert set(entry["MimeType"].strip(";").split(";")) == {
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/heic",
        "image/heif",
        "image/avif",
        f"x-scheme-handler/{SCHEME}",
    }
    assert {"Name", "Comment[de]", "Icon"} <= set(entry)


@pytest.mark.skipif(
    shutil.which("desktop-file-validate") is None, reason="a tool of Linux desktops"
)
def test_the_desktop_entry_is_a_valid_one() -> None:
    done = subprocess.run(
        ["desktop-file-validate", LINUX / "plushifyme.desktop"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "")


def test_the_software_centres_know_this_version() -> None:
    (file,) = LINUX.glob("*.metainfo.xml")
    releases = ET.parse(file).getroot().findall("releases/release")

    assert releases[0].get("version") == VERSION


def test_the_licences_of_what_is_inside_lie_beside_it(bundle: Path, scripts: None) -> None:
    inside = bundle / "_internal"

    importlib.import_module("licences").add_licences(inside, ["pi_heif", "numpy"])

    folder = inside / "licences"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (folder / "LGPL-3.0.txt").read_text("utf-8")
    assert "libde265" in (folder / "pi_heif" / "LICENSES_bundled.txt").read_text("utf-8")
    assert len(list((folder / "numpy").rglob("LICENSE*"))) > 1, "one of each of its parts"
    assert "| pi_heif |" in (inside / "LIBRARIES.md").read_text("utf-8")


def test_the_archive_holds_the_bundle_and_says_so_by_its_checksum(
    bundle: Path, tmp_path: Path, scripts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = importlib.import_module("archive")
    monkeypatch.setattr(archive, "_DICTIONARY_BYTES", 1 << 16)

    packed = archive.tar_xz(bundle, tmp_path)
    checksum = archive.write_checksum(packed)

    digest = hashlib.sha256(packed.read_bytes()).hexdigest()
    assert checksum.read_text("utf-8") == f"{digest}  {packed.name}\n"
    with tarfile.open(packed) as opened:
        top = f"plushifyme-{VERSION}"
        members = {each.name: each for each in opened.getmembers()}
    assert members[f"{top}/plushifyme"].mode == 0o755
    assert members[f"{top}/_internal/NOTICE.md"].mode == 0o644
    assert members[f"{top}/_internal/link.md"].issym()
    assert {each.uname for each in members.values()} == {"root"}


def test_equal_bundles_give_equal_archives(
    bundle: Path, tmp_path: Path, scripts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = importlib.import_module("archive")
    monkeypatch.setattr(archive, "_DICTIONARY_BYTES", 1 << 16)
    first = archive.tar_xz(bundle, tmp_path).read_bytes()
    (bundle / "plushifyme").touch()

    assert archive.tar_xz(bundle, tmp_path).read_bytes() == first


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="a tool of Debian")
def test_the_debian_package_holds_program_entry_icons_and_notices(
    bundle: Path, tmp_path: Path, scripts: None
) -> None:
    deb: ModuleType = importlib.import_module("deb")

    package = deb.build(bundle, tmp_path)

    listed = subprocess.run(
        ["dpkg-deb", "--contents", package], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(
        r"^-rwxr-xr-x root/root .* \./opt/plushifyme/plushifyme$", listed, re.MULTILINE
    )
    assert "./usr/bin/plushifyme -> /opt/plushifyme/plushifyme" in listed
    for path in (
        "usr/share/applications/plushifyme.desktop",
        "usr/share/icons/hicolor/256x256/apps/plushifyme.png",
        "usr/share/doc/plushifyme/NOTICE.md",
    ):
        assert f"./{path}" in listed
    fields = subprocess.run(
        ["dpkg-deb", "--field", package, "Version", "Depends"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"Version: {VERSION}" in fields
    assert "libc6 (>= " in fields


def test_the_appdir_starts_by_itself_and_tells_desktops_of_the_app(
    bundle: Path, tmp_path: Path, scripts: None
) -> None:
    appimage = importlib.import_module("appimage")
    root = tmp_path / "elsewhere" / "PlushifyMe.AppDir"

    appimage.lay_out(bundle, root)

    said = subprocess.run([root / "AppRun"], capture_output=True, text=True, check=True).stdout
    assert said == "PlushifyMe\n"
    assert "Exec=plushifyme" in (root / "plushifyme.desktop").read_text("utf-8")
    assert (root / ".DirIcon").resolve() == root / "plushifyme.png"
    assert (root / "usr/bin/plushifyme").resolve().is_file()


@pytest.mark.skipif(shutil.which("mksquashfs") is None, reason="a tool of Linux")
def test_an_appimage_is_its_runtime_and_the_packed_folder(
    bundle: Path, tmp_path: Path, scripts: None
) -> None:
    appimage = importlib.import_module("appimage")
    root, runtime = tmp_path / "PlushifyMe.AppDir", tmp_path / "runtime"
    appimage.lay_out(bundle, root)
    runtime.write_bytes(b"\x7fELF and more")

    image = appimage.build(root, runtime, tmp_path)
    first = image.read_bytes()
    (root / "usr/lib/plushifyme/plushifyme").touch()

    assert first.startswith(b"\x7fELF and morehsqs")
    assert os.access(image, os.X_OK)
    assert appimage.build(root, runtime, tmp_path).read_bytes() == first


def test_each_system_of_the_release_builds_self_tests_and_checks_sums() -> None:
    jobs = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]

    for system in ("linux", "windows", "macos"):
        commands = "\n".join(step.get("run", "") for step in jobs[system]["steps"])
        assert "make bundle" in commands or "packaging/bundle.py" in commands
    assert "sha256sum --check" in str(jobs["publish"])
    assert set(jobs["publish"]["needs"]) == {"linux", "windows", "macos"}


def test_the_windows_installer_registers_link_and_photos() -> None:
    script = (ROOT / "packaging" / "windows" / "plushifyme.iss").read_text("utf-8")

    assert f'"Software\\Classes\\{SCHEME}"' in script
    for suffix in (".jpg", ".jpeg", ".png", ".webp"):
        assert f"Classes\\{suffix}\\OpenWithProgids" in script
    sources = re.findall(r"\{#Root\}\\([\w\\.]+\.ico)", script)
    assert all((ROOT / source.replace("\\", "/")).is_file() for source in sources)
    assert sources
