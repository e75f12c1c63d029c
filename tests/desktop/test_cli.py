"""The app without a window: `plushifyme make` against the real server."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QImageReader

from backend.errors import EnginePermanentError
from desktop.__main__ import main
from desktop.api.client import ApiClient
from desktop.progress_bar import ProgressBar
from desktop.storage.token_store import StoredSession, TokenStore
from shared.errors import ErrorCode
from shared.version import VERSION
from tests.desktop.conftest import MemoryKeyRing, PhotoFile
from tests.desktop.real_server import RealServer, TestAccount
from tests.fakes.image_engine import Fail

Run = Callable[..., int]


@pytest.fixture(autouse=True)
def _files_of_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUSHIFYME_DATA", str(tmp_path / "data"))
    for variable in ("PLUSHIFYME_SERVER", "PLUSHIFYME_EMAIL", "PLUSHIFYME_PASSWORD"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def as_account(account: TestAccount, monkeypatch: pytest.MonkeyPatch) -> TestAccount:
    """The environment tells who is using it."""
    monkeypatch.setenv("PLUSHIFYME_EMAIL", account.email)
    monkeypatch.setenv("PLUSHIFYME_PASSWORD", account.password)
    return account


@pytest.fixture
def make(server: RealServer, photo_file: PhotoFile, tmp_path: Path) -> Run:
    """Run `plushifyme make`."""

    def run(
        out: str = "plushie.png", *, photo: Path | None = None, style: str = "minimalist"
    ) -> int:
        path = photo or photo_file("Biscuit.jpg")
        arguments = [str(path), "--style", style, "--out", str(tmp_path / out)]
        return main(["make", *arguments, "--server", server.url])

    return run


@pytest.mark.parametrize(
    ("name", "kind"), [("a.png", "png"), ("a.jpg", "jpeg"), ("a.webp", "webp")]
)
@pytest.mark.usefixtures("as_account")
def test_one_command_makes_one_plushie(
    name: str,
    kind: str,
    make: Run,
    client: ApiClient,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert make(name) == 0

    reader = QImageReader(str(tmp_path / name))
    reader.setDecideFormatFromContent(True)
    assert reader.format().toStdString() == kind
    assert QImage(str(tmp_path / name)).width() == 300
    assert client.credits().balance == 9
    assert "plushifyme" not in capfd.readouterr().err


def test_the_apps_own_session_is_used(
    make: Run, server: RealServer, account: TestAccount, client: ApiClient, key_ring: MemoryKeyRing
) -> None:
    TokenStore(key_ring).save(server.url, StoredSession(account.token, "{}"))

    assert make() == 0

    assert client.credits().balance == 9
    assert client.session().user.email == account.email


@pytest.mark.usefixtures("as_account")
def test_a_lost_answer_costs_one_credit_only(
    make: Run, server: RealServer, client: ApiClient
) -> None:
    server.faults.lost_answers.add("/api/generate")

    assert make() == 0

    assert client.credits().balance == 9


@pytest.mark.usefixtures("as_account")
def test_a_bad_photo_is_one_line_and_costs_nothing(
    make: Run, client: ApiClient, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.png").write_text("no photo")

    assert make(photo=tmp_path / "letter.png") == 1

    assert "not a photo" in _only_line(capfd)
    assert client.credits().balance == 10


@pytest.mark.usefixtures("as_account")
def test_a_place_that_cannot_be_written_is_told_before_anything_is_spent(
    make: Run, client: ApiClient, capfd: pytest.CaptureFixture[str]
) -> None:
    assert make("missing/plushie.png") == 1

    assert "folder does not exist" in _only_line(capfd)
    assert client.images_since(0).images == []


@pytest.mark.usefixtures("as_account")
def test_a_refused_photo_says_that_the_credit_came_back(
    make: Run,
    server: RealServer,
    client: ApiClient,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    refusal = EnginePermanentError(ErrorCode.CONTENT_REFUSED, "This photo cannot be used.")
    server.engine.deeds.append(Fail(refusal))

    assert make() == 1

    line = _only_line(capfd)
    assert "This photo cannot be used." in line
    assert "Your credit was given back." in line
    assert client.credits().balance == 10
    assert not (tmp_path / "plushie.png").exists()


@pytest.mark.usefixtures("as_account")
def test_a_storage_that_is_away_is_one_line(
    make: Run, server: RealServer, client: ApiClient, capfd: pytest.CaptureFixture[str]
) -> None:
    server.storage_gate.shut()

    assert make() == 1

    assert "picture storage does not answer" in _only_line(capfd)
    assert client.credits().balance == 10


def test_a_server_that_is_away_is_one_line(
    make: Run, server: RealServer, capfd: pytest.CaptureFixture[str]
) -> None:
    server.gate.shut()

    assert make() == 1

    assert f"{server.url} does not answer" in _only_line(capfd)


def test_a_wrong_password_is_one_line(
    make: Run,
    account: TestAccount,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PLUSHIFYME_EMAIL", account.email)
    monkeypatch.setenv("PLUSHIFYME_PASSWORD", "WrongPassword1")

    assert make() == 1

    assert "do not match" in _only_line(capfd)


def test_an_account_without_credits_is_one_line(
    make: Run,
    server: RealServer,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    account = server.make_account(0)
    monkeypatch.setenv("PLUSHIFYME_EMAIL", account.email)
    monkeypatch.setenv("PLUSHIFYME_PASSWORD", account.password)

    assert make() == 1

    assert "you have too few" in _only_line(capfd)


def test_an_address_that_is_none_is_one_line(
    photo_file: PhotoFile, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "a.png")
    photo = str(photo_file("Biscuit.jpg"))

    assert main(["make", photo, "--style", "minimalist", "--out", out, "--server", "no"]) == 1

    assert "not a server's address" in _only_line(capfd)


def test_an_unknown_style_names_the_four(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["make", "a.jpg", "--style", "knitted", "--out", "a.png"])

    assert caught.value.code == 2
    assert "cute-fluffy" in capfd.readouterr().err


def test_the_version_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])

    assert caught.value.code == 0
    assert VERSION in capfd.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Only Linux goes without")
def test_without_a_display_the_way_without_one_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for variable in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)

    assert main([]) == 2

    assert "make demo" in _only_line(capfd)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        bar = ProgressBar(stream)
        bar.show("Uploading", 0.5)
        bar.show("Making", 0.4)
        bar.close()

    lines = terminal.getvalue().split("\r")
    assert "50% Uploading" in lines[1]
    assert "50% Making" in lines[2]
    assert lines[-1] == ""
    assert pipe.getvalue() == ""


def _only_line(capfd: pytest.CaptureFixture[str]) -> str:
    lines = [
        line for line in capfd.readouterr().err.splitlines() if line.startswith("plushifyme: ")
    ]
    assert len(lines) == 1
    return lines[0]
