"""The balance, and what is held for running jobs."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QWidget

from desktop.models.credits import CreditsModel
from desktop.ui.theme.fonts import in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M, SPACE_S
from desktop.ui.widgets.elided_text import ElidedText
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.layouts import row
from desktop.ui.widgets.text import Text, TextRole

_LOW = 3


class CreditPill(QFrame):
    """Follows the credits model."""

    def __init__(
        self, theme: Theme, credits_model: CreditsModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("pill")
        self._credits = credits_model
        self._icon = IconLabel(theme, "paw-print-fill", "accent", size_px=18)
        self._balance = Text(role=TextRole.STRONG)
        self._held = ElidedText(role=TextRole.SMALL, tone="muted")
        box = row(self, spacing=SPACE_S)
        box.setContentsMargins(SPACE_M, 0, SPACE_M, 0)
        box.addWidget(self._icon)
        box.addWidget(self._balance)
        box.addStretch()
        box.addWidget(self._held)
        self.setFixedHeight(in_text_size(34))
        credits_model.changed.connect(self._render)
        self._render()

    @property
    def text(self) -> str:
        """What it says."""
        return self.accessibleName()

    @Slot()
    def _render(self) -> None:
        balance, held = self._credits.balance, self._credits.held
        if balance is None:
            self._balance.setText(self.tr("Credits"))
        elif balance == 1:
            self._balance.setText(self.tr("1 credit"))
        else:
            self._balance.setText(self.tr("{count} credits").format(count=balance))
        is_low = balance is not None and balance <= _LOW
        self._balance.set_tone("warning" if is_low else "text")
        self._held.setText(self.tr("{count} held").format(count=held) if held else "")
        self.setToolTip(
            self.tr("Held credits are spent when a plushie is finished, or come back.")
            if held
            else self.tr("One plushie costs one credit.")
        )
        self.setAccessibleName(f"{self._balance.text()} {self._held.whole}".strip())
