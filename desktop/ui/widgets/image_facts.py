"""Everything that is known of one picture, in a column beside it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.ui.dates import day_of, time_of
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_XS
from desktop.ui.widgets.layouts import column
from desktop.ui.widgets.tags_field import TagsField
from desktop.ui.widgets.text import Text, TextRole
from desktop.ui.widgets.words import style_name

if TYPE_CHECKING:
    from shared.gallery import Image

_WIDTH_PX = 220


class ImageFacts(QFrame):
    """A card of names and values, and the tags, which can be changed here."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(self.tr("Information"))
        self.setFixedWidth(_WIDTH_PX)
        # Twenty tags are higher than a small window.
        facts = QWidget()
        facts.setObjectName("transparent")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(facts)
        around = column(self)
        around.setContentsMargins(1, SPACE_XS, 1, SPACE_XS)
        around.addWidget(scroll)
        self._box = column(facts, spacing=2, margin=SPACE_L)
        self._values: dict[str, tuple[Text, Text]] = {}
        for key, name in (
            ("made", self.tr("Made")),
            ("style", self.tr("Style")),
            ("wish", self.tr("Wish")),
            ("size", self.tr("Size")),
            ("cost", self.tr("Cost")),
            ("waiting", self.tr("Waiting")),
        ):
            label = Text(name, TextRole.SMALL_STRONG, "muted")
            value = Text(wraps=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setContentsMargins(0, 0, 0, SPACE_M)
            self._values[key] = (label, value)
            self._box.addWidget(label)
            self._box.addWidget(value)
        self.tags = TagsField(theme)
        self._box.addWidget(Text(self.tr("Tags"), TextRole.SMALL_STRONG, "muted"))
        self._box.addSpacing(SPACE_XS)
        self._box.addWidget(self.tags)
        self._box.addStretch()

    def value(self, key: str) -> str:
        """What stands there, or ""."""
        label, value = self._values[key]
        return "" if label.isHidden() else value.text()

    def show_image(self, image: "Image", *, is_waiting: bool) -> None:
        """Tell of this one."""
        credits_words = self.tr("1 credit") if image.cost_credits == 1 else self.tr("{n} credits")
        self._set("made", f"{day_of(image.created_at)}\n{time_of(image.created_at)}")
        self._set("style", style_name(image.style))
        self._set("wish", image.prompt)
        self._set("size", _size(image))
        self._set("cost", credits_words.format(n=image.cost_credits))
        self.tags.show_tags(image.tags)
        self._set("waiting", self.tr("A change is sent when you are online.") if is_waiting else "")

    def _set(self, key: str, text: str) -> None:
        label, value = self._values[key]
        label.setVisible(bool(text))
        value.setVisible(bool(text))
        value.setText(text)


def _size(image: "Image") -> str:
    file = image.result
    if file is None:
        return ""
    size = QLocale().formattedDataSize(file.size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
    kind = file.content_type.partition("/")[2].upper()
    return f"{file.width} × {file.height} px\n{kind}, {size}"  # noqa: RUF001 - the sign for "times"
