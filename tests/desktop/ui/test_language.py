"""The app in German: its own words, Qt's, and what errors say."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator

from desktop.errors import AppError, FileNotWritten, PhotoRefused, ServerUnreachable
from desktop.messages import in_own_words, translated
from desktop.photo_formats import format_of
from desktop.storage.folders import Folders
from desktop.storage.preferences import PreferencesStore
from desktop.ui.language import Language, language_in_use, speak
from desktop.ui.main_window import MainWindow
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.words import style_name
from shared.draft.doubt import Doubt
from shared.styles import Style
from tests.screenshots.pseudo import pseudo


@pytest.fixture
def german(qapp: QObject) -> Iterator[list[QTranslator]]:
    """The app speaks German for one test."""
    translators = speak("de", qapp)
    yield translators
    for each in translators:
        QCoreApplication.removeTranslator(each)
        each.deleteLater()
    QLocale.setDefault(QLocale.system())


@pytest.mark.parametrize(
    ("chosen", "system", "spoken"),
    [
        ("", ["de-AT", "en"], Language.GERMAN),
        ("", ["fr-FR", "de", "en"], Language.GERMAN),
        ("", ["en-GB", "de"], Language.ENGLISH),
        ("", ["fr-FR"], Language.ENGLISH),
        ("", [], Language.ENGLISH),
        ("en", ["de-DE"], Language.ENGLISH),
        ("de", ["en-US"], Language.GERMAN),
        ("klingon", ["de-DE"], Language.GERMAN),
    ],
)
def test_the_choice_goes_before_the_system(
    chosen: str, system: list[str], spoken: Language
) -> None:
    assert language_in_use(chosen, system) is spoken


def test_german_brings_qts_own_words_along(german: list[QTranslator]) -> None:
    assert len(german) == 2
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"


def test_styles_speak_german(german: list[QTranslator]) -> None:
    assert style_name(Style.CUTE_FLUFFY) == "Süß & flauschig"


def test_errors_speak_german_and_keep_their_values(german: list[QTranslator]) -> None:
    told = in_own_words(ServerUnreachable("https://plushify.example").describe())
    assert "https://plushify.example" in told.title
    assert "antwortet nicht" in told.title
    assert told.code == "server_unreachable"

    told = in_own_words(FileNotWritten("/tmp/cat.png", "no room. At all").describe())
    assert "/tmp/cat.png" in told.title
    assert "no room. At all" in told.title


def test_what_a_file_is_instead_of_a_photo_is_told_in_german(
    german: list[QTranslator],
) -> None:
    with pytest.raises(PhotoRefused) as refused:
        format_of(b"GIF89a")

    words = in_own_words(refused.value.describe()).title
    assert words.startswith("Diese Datei ist ein GIF;")


def test_what_the_server_says_of_a_field_stands_beside_it_in_german(
    german: list[QTranslator], window: MainWindow
) -> None:
    field = Field("Passwort", parent=window)

    field.complain_of(AppError("That is not your current password. Please try again.", "", "", ""))

    assert field.complaint.startswith("Das ist nicht dein")


def test_doubts_about_a_photo_speak_german(german: list[QTranslator]) -> None:
    for doubt in Doubt:
        assert "Kuscheltier" in translated(doubt.note)


def test_what_is_not_known_stays_as_it_is(german: list[QTranslator]) -> None:
    strange = AppError("A word from a newer server.", "", "", code="new")

    assert in_own_words(strange) == strange
    assert translated("") == ""


def test_without_a_translation_everything_stays_english(qapp: QObject) -> None:
    error = ServerUnreachable("https://plushify.example").describe()

    assert in_own_words(error) == error


def test_the_choice_is_kept_for_the_next_start(
    signed_in_window: MainWindow, folders: Folders
) -> None:
    section = signed_in_window.studio.settings_page.language

    section.choice.button("de").click()

    assert PreferencesStore(folders.preferences_file).current.language == "de"
    assert "next start" in section.caption.text()
    section.choice.button("").click()
    assert "next start" not in section.caption.text()


def test_the_made_up_language_of_the_screenshots_keeps_the_values_places() -> None:
    told = pseudo("Saved {count} photos (*.png) in {path}")

    assert "{count}" in told
    assert "{path}" in told
    assert "(*.png)" in told
    assert len(told) > 1.3 * len("Saved {count} photos (*.png) in {path}")
