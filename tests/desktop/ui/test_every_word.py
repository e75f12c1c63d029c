"""No word on any page is left in English: all of them are looked up where translations are kept."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.models.job import JobState
from desktop.ui.crash_dialog import CrashDialog
from desktop.ui.licences_sheet import LicencesSheet
from desktop.ui.main_window import MainWindow
from desktop.ui.user_folders import pictures_folder
from desktop.ui.widgets.statement import REASONS
from shared.accounts import Device
from shared.credits import Transaction, TransactionPage, TransactionType
from tests.desktop.gallery_filling import fill_gallery
from tests.desktop.ui.conftest import PATIENCE_MS
from tests.desktop.ui.test_gallery_page import make_image
from tests.desktop.ui.test_job_page import JOB, REFUSED, picture
from tests.screenshots.pseudo import PseudoTranslator

NOW = datetime(2026, 11, 22, tzinfo=UTC)
_WORD = re.compile(r"[A-Za-z]{2,}")
NAMES = frozenset(
    _WORD.findall(
        "PlushifyMe Mia Berg mia@example.com Biscuit with a scarf Deutsch English Linux PNG JPEG WebP "
        "bytes MB GB px https test_every_word req report"
    )
) | {*calendar.month_name, *calendar.day_name}
"""Of people, files, formats, units and days; what Mia wished."""
_MARKUP = re.compile(r"<[^>]*>")
_TRANSLATED = re.compile(r"\[[^\[\]]*(\]|…)")


@pytest.fixture
def pseudo(qapp: QApplication) -> Iterator[None]:
    """The app speaks the made-up language."""
    translator = PseudoTranslator(qapp)
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)
    translator.deleteLater()


@pytest.fixture
def window(pseudo: None, request: pytest.FixtureRequest, qtbot: QtBot, photo: Path) -> MainWindow:
    """Mia's, with a photo on the table, and another file that is none."""
    del pseudo
    made: MainWindow = request.getfixturevalue("signed_in_window")
    studio = made._models.studio
    studio.choose_files([str(photo), __file__])
    page = made.studio.create_page
    qtbot.waitUntil(lambda: page.has_photo and not studio.busy, timeout=PATIENCE_MS)
    return made


def test_what_one_comes_in_through(window: MainWindow) -> None:
    sheets = (window.sign_in_page, window.update_page, window.password_sheet)
    assert len(set(sheets)) == 3

    assert _left_in_english(window) == set()


def test_making_a_plushie(window: MainWindow) -> None:
    window.studio.create_page.edit_photo()
    left = _left_in_english(window)
    for state in JobState:
        error = REFUSED if state is JobState.FAILED else None
        job = replace(JOB, id=state.name, state=state, error=error, preview=picture())
        window._models.jobs._insert(
            replace(job, upload_bytes_per_s=1e6, queue_position=1, remaining_s=9.0)
        )
        window.studio.show_job(job.id)
        left |= _left_in_english(window)

    assert left == set()


def test_gallery_and_what_opens_from_it(window: MainWindow) -> None:
    studio = window.studio
    fill_gallery(window._models.gallery, [make_image(number) for number in range(3)])
    studio.show_page("gallery")
    studio.show_image("image-2")
    studio.gallery_actions.share("image-2")
    studio.gallery_actions.tag(["image-1"])
    studio.gallery_actions.save(["image-1", "image-2"])

    assert _left_in_english(window) == set()


def test_credits(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    credits_model = window._models.credits
    monkeypatch.setattr(credits_model, "_load", lambda _cursor: None)
    window.studio.show_page("credits")
    entries = [
        Transaction(
            id=reason, type=kind, credits=1, balance_after=3, description=reason, created_at=NOW
        )
        for kind, reason in zip(TransactionType, map(str, REASONS), strict=True)
    ]
    credits_model._on_newest(TransactionPage(transactions=entries, next_cursor="more"))

    assert _left_in_english(window) == set()


def test_settings_and_the_sheets(window: MainWindow, tmp_path: Path) -> None:
    window.studio.show_page("settings")
    window._models.devices._on_loaded(
        [
            Device(
                id=name, device=name, created_at=NOW, last_seen_at=NOW, expires_at=NOW,
                is_current=not name,
            )
            for name in ("Linux, desktop app", "")
        ]
    )  # fmt: skip
    window.shortcuts.show_sheet()
    CrashDialog(window.theme, "", tmp_path, window)
    LicencesSheet(window.theme, window)

    assert _left_in_english(window) == set()


def _left_in_english(window: QWidget) -> set[str]:
    """All words of the window that did not come through a translation, and are no names."""
    return {
        f"{type(each).__name__} in {type(each.parent()).__name__}: {words}"
        for each in (window, *window.findChildren(QObject))
        for words in _words_of(each)
        if set(_WORD.findall(_without_the_translated(words))) - NAMES
    }


def _without_the_translated(words: str) -> str:
    """Sentences may have sentences in them; a shortened one has lost its end."""
    rest = _MARKUP.sub("", words).replace(str(pictures_folder()), "")
    while (less := _TRANSLATED.sub("", rest)) != rest:
        rest = less
    return rest


def _words_of(each: QObject) -> Iterator[str]:
    if isinstance(each, QLabel | QAbstractButton | QAction):
        yield each.text()
    if isinstance(each, QLineEdit | QPlainTextEdit):
        yield each.placeholderText()
    if isinstance(each, QComboBox):
        yield from (each.itemText(index) for index in range(each.count()))
    if isinstance(each, QWidget):
        yield from (each.accessibleName(), each.accessibleDescription())
        yield from (each.toolTip(), each.windowTitle())
