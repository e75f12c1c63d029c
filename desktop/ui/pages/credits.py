"""Credits: what can be spent, what is held, and where the rest went."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from desktop.models.credits import CreditsModel
from desktop.ui.theme.fonts import font
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.layouts import card, column, row
from desktop.ui.widgets.statement import Statement
from desktop.ui.widgets.text import Text, TextRole
from shared.limits import GENERATION_COST_CREDITS

_WIDEST_PX = 640
_FIGURE_PX = 44


class CreditsPage(QWidget):
    """Follows the credits model; the statement is fetched when the page is shown."""

    def __init__(self, theme: Theme, model: CreditsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._figure = Text()
        self._figure.setFont(font(_FIGURE_PX, self._figure.font().Weight.Bold))
        self._unit = Text(role=TextRole.HEADING)
        self._held = Text(tone="muted", wraps=True)
        self.statement = Statement(theme)
        self._nothing = Text(self.tr("Nothing has been spent yet."), tone="muted")
        self.older_button = Button(
            theme, self.tr("Show older entries"), ButtonKind.LINK, icon="caret-down"
        )
        self._arrange(theme)
        self.older_button.clicked.connect(model.load_more)
        model.changed.connect(self._on_changed)
        model.transactions_changed.connect(self._render_statement)
        self._render_balance()
        self._render_statement()

    @property
    def balance_text(self) -> str:
        """What the page says of the balance."""
        return f"{self._figure.text()} {self._unit.text()} {self._held.text()}"

    def showEvent(self, event: QShowEvent) -> None:
        """Fetch the newest entries."""
        super().showEvent(event)
        self._model.load_transactions()

    def _arrange(self, theme: Theme) -> None:
        inside = QWidget()
        inside.setObjectName("transparent")
        inside.setMaximumWidth(_WIDEST_PX)
        box = column(inside, spacing=SPACE_L)
        box.setContentsMargins(0, SPACE_XL, 0, SPACE_XL)
        box.addWidget(Text(self.tr("Credits"), TextRole.TITLE))
        box.addWidget(self._balance_card(theme))
        box.addSpacing(SPACE_S)
        box.addWidget(Text(self.tr("Statement"), TextRole.HEADING))
        box.addWidget(self.statement)
        box.addWidget(self._nothing)
        box.addWidget(self.older_button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("Credits"))
        scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        scroll.setWidget(inside)
        whole = column(self)
        whole.setContentsMargins(SPACE_XL, 0, SPACE_S, 0)
        whole.addWidget(scroll)

    def _balance_card(self, theme: Theme) -> QFrame:
        line = row(spacing=SPACE_S)
        line.addWidget(self._figure)
        line.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch()
        words = column(spacing=0)
        words.addStretch()
        words.addLayout(line)
        words.addWidget(self._held)
        words.addStretch()
        frame = card()
        frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        box = row(frame, spacing=SPACE_M)
        box.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        box.addLayout(words, 1)
        box.addWidget(Illustration(theme, "empty-shelf", QSize(170, 130)))
        return frame

    @Slot()
    def _on_changed(self) -> None:
        self._render_balance()
        if self.isVisible():
            self._model.load_transactions()

    def _render_balance(self) -> None:
        balance, held = self._model.balance, self._model.held
        self._figure.setText("–" if balance is None else str(balance))  # noqa: RUF001 - no figure yet
        self._unit.setText(self.tr("credit") if balance == 1 else self.tr("credits"))
        if held:
            sentence = self.tr(
                "{count} more held for what is being made: spent when it is finished, "
                "given back when it is not."
            ).format(count=held)
        else:
            sentence = self.tr(
                "A plushie costs {cost} credit. One that does not work out costs nothing."
            ).format(cost=GENERATION_COST_CREDITS)
        self._held.setText(sentence)

    @Slot()
    def _render_statement(self) -> None:
        entries = self._model.transactions
        self.statement.show_entries(entries)
        self._nothing.setVisible(not entries)
        self.older_button.setVisible(self._model.has_more)
