"""Whose works come with the app, and under which licences."""

from collections.abc import Container
from importlib.metadata import Distribution, distributions
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_XL
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.text import Text, TextRole
from shared.resources import resource_path

_WIDTH_PX, _HEIGHT_PX = 760, 520
_LONGEST_NAME = 80
NOTICE_NAME, LIBRARIES_NAME = "NOTICE.md", "LIBRARIES.md"


class LicencesSheet(QDialog):
    """Fonts, drawings, models and libraries, to be read and copied."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Licences"))
        self.setModal(True)
        self.resize(_WIDTH_PX, _HEIGHT_PX)
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("Licences"))
        self.text.setOpenExternalLinks(True)
        self.text.setMarkdown(licences())
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        close = Button(theme, self.tr("Close"))
        close.clicked.connect(self.accept)
        foot = row()
        foot.addStretch()
        foot.addWidget(close)
        box = column(self, spacing=SPACE_L, margin=SPACE_XL)
        box.addWidget(Text(self.tr("Licences"), TextRole.TITLE))
        box.addWidget(self.text, 1)
        box.addLayout(foot)


def licences() -> str:
    """The notices as Markdown: of what is bundled, then of the libraries."""
    folder = resource_path().parent
    notice = _read(folder / NOTICE_NAME) or "# Third-party notices"
    return f"{notice}\n\n{_read(folder / LIBRARIES_NAME) or installed_libraries()}"


def installed_libraries(names: Container[str] | None = None) -> str:
    """Python libraries of this installation with their licences, as a Markdown table.

    Args:
        names: Which of them, by the names of their distributions; all of them by default.
    """
    found: dict[str, str] = {}
    for each in distributions():
        name = each.name
        if name == "plushifyme" or (names is not None and name not in names):
            continue
        found[name] = f"| {name} | {each.version} | {_licence(each) or 'see its page'} |"
    lines = [found[name] for name in sorted(found, key=str.lower)]
    head = ["## Libraries", "", "| library | version | licence |", "|---|---|---|"]
    return "\n".join([*head, *lines, ""])


def _licence(library: Distribution) -> str:
    """The short name of its licence, from whichever field holds one."""
    fields = library.metadata
    for field in ("License-Expression", "License"):
        named = [line for each in fields.get_all(field) or [] for line in str(each).splitlines()]
        if named and len(named[0]) <= _LONGEST_NAME:
            return named[0]
    classifiers = [str(each) for each in fields.get_all("Classifier") or []]
    named = [each.rpartition(":: ")[2] for each in classifiers if each.startswith("License ::")]
    return named[0] if named else ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
