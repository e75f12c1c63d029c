"""Which language the app speaks: the system's, or the one that was chosen."""

from collections.abc import Iterable
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from shared.resources import resource_path


class Language(StrEnum):
    """What can be chosen; the values are the codes of the languages."""

    SYSTEM = ""
    ENGLISH = "en"
    GERMAN = "de"


OWN_NAMES = {Language.ENGLISH: "English", Language.GERMAN: "Deutsch"}
"""A language is found by people who speak it: its name is never translated."""
_TRANSLATED = frozenset({Language.GERMAN.value})


def language_in_use(chosen: str, system: Iterable[str] | None = None) -> Language:
    """The language that is spoken for a choice: the first of the system's that there is."""
    if chosen in {each.value for each in OWN_NAMES}:
        return Language(chosen)
    for wanted in QLocale.system().uiLanguages() if system is None else system:
        code = wanted.replace("_", "-").partition("-")[0].lower()
        if code in {each.value for each in OWN_NAMES}:
            return Language(code)
    return Language.ENGLISH


def speak(chosen: str, parent: QObject) -> list[QTranslator]:
    """Let the app speak a language from now on; what is on the screen already stays.

    Returns:
        The translators that were installed; none for English.
    """
    language = language_in_use(chosen)
    if chosen:
        QLocale.setDefault(QLocale(language.value))
    if language.value not in _TRANSLATED:
        return []
    own = resource_path("translations", f"plushifyme_{language.value}.qm")
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    installed: list[QTranslator] = []
    for path in (f"{qt_folder}/qtbase_{language.value}.qm", str(own)):
        translator = QTranslator(parent)
        if translator.load(path) and QCoreApplication.installTranslator(translator):
            installed.append(translator)
    return installed
