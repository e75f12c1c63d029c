"""A few settings: appearance, the server, the account, and what this is."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.models.all import Models
from desktop.settings import WrongSetting, load_settings
from desktop.storage.preferences import Appearance
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_XL, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.layouts import card, column, row
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.text import Text, TextRole
from shared.version import VERSION

_WIDTH_PX = 640


class SettingsPage(QWidget):
    """What can be chosen so far."""

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._models = models
        self.appearance = Segments(
            theme,
            self.tr("Appearance"),
            [
                (Appearance.SYSTEM.value, self.tr("System"), "monitor"),
                (Appearance.LIGHT.value, self.tr("Light"), "sun"),
                (Appearance.DARK.value, self.tr("Dark"), "moon"),
            ],
        )
        self.appearance.set_chosen(theme.appearance.value)
        self._server_now = Text(tone="muted", wraps=True)
        self.server = Field(
            self.tr("Server address"), placeholder=self.tr("Empty: the cloud on this computer")
        )
        self.server.edit.setText(models.preferences.current.server)
        self.save_server_button = Button(theme, self.tr("Use from the next start"))
        self._person = Text(role=TextRole.STRONG)
        self._email = Text(tone="muted")
        self.sign_out_button = Button(theme, self.tr("Sign out"), icon="sign-out")
        self._engine = Text(tone="muted", wraps=True)
        self.shortcuts_button = Button(
            theme, self.tr("Keyboard shortcuts (F1)"), ButtonKind.LINK, icon="keyboard"
        )
        self._arrange()
        self.appearance.chosen.connect(self._on_appearance_chosen)
        self.sign_out_button.clicked.connect(models.session.sign_out)
        self.save_server_button.clicked.connect(self._save_server)
        self.server.submitted.connect(self._save_server)
        models.session.state_changed.connect(self._render)
        models.session.service_changed.connect(self._render)
        models.startup.ready.connect(self._on_ready)
        theme.changed.connect(self._on_theme_changed)
        self._render()

    def _arrange(self) -> None:
        inside = QWidget()
        inside.setObjectName("transparent")
        inside.setMaximumWidth(_WIDTH_PX)
        box = column(inside, spacing=SPACE_L)
        box.addWidget(Text(self.tr("Settings"), TextRole.TITLE))
        box.addWidget(self._account_card())
        box.addWidget(self._appearance_card())
        box.addWidget(self._server_card())
        box.addWidget(self._about_card())
        box.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        whole = column(self)
        whole.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, 0)
        whole.addWidget(scroll)

    def _account_card(self) -> QFrame:
        words = column(spacing=2)
        words.addWidget(self._person)
        words.addWidget(self._email)
        frame = card()
        box = row(frame, spacing=SPACE_M, margin=SPACE_L)
        box.addWidget(IconLabel(self._theme, "user-circle", "muted", size_px=36))
        box.addLayout(words, 1)
        box.addWidget(self.sign_out_button)
        return frame

    def _appearance_card(self) -> QFrame:
        words = column(spacing=2)
        words.addWidget(Text(self.tr("Appearance"), TextRole.STRONG))
        words.addWidget(Text(self.tr("Light, dark, or as your system is"), tone="muted"))
        frame = card()
        box = row(frame, spacing=SPACE_M, margin=SPACE_L)
        box.addLayout(words, 1)
        box.addWidget(self.appearance)
        return frame

    def _server_card(self) -> QFrame:
        frame = card()
        box = column(frame, spacing=SPACE_M, margin=SPACE_L)
        words = column(spacing=2)
        words.addWidget(Text(self.tr("Server"), TextRole.STRONG))
        words.addWidget(self._server_now)
        box.addLayout(words)
        line = row(spacing=SPACE_M)
        line.addWidget(self.server, 1)
        line.addWidget(self.save_server_button, 0, Qt.AlignmentFlag.AlignBottom)
        box.addLayout(line)
        return frame

    def _about_card(self) -> QFrame:
        frame = card()
        box = column(frame, spacing=SPACE_XS, margin=SPACE_L)
        version = self.tr("PlushifyMe {version}").format(version=VERSION)
        box.addWidget(Text(version, TextRole.STRONG))
        box.addWidget(self._engine)
        box.addSpacing(SPACE_XS)
        box.addWidget(self.shortcuts_button, 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    @Slot(str)
    def _on_appearance_chosen(self, value: str) -> None:
        self._theme.choose(Appearance(value))

    @Slot()
    def _on_theme_changed(self) -> None:
        self.appearance.set_chosen(self._theme.appearance.value)

    @Slot()
    def _save_server(self) -> None:
        try:
            address = load_settings(self.server.value, environment={}).server_url
        except WrongSetting as error:
            self.server.complain(error.describe().title)
            return
        self._models.preferences.change(server=address)
        self.server.edit.setText(address)
        self._server_now.setText(self.tr("Kept. It holds from the next start of the app."))

    @Slot(str)
    def _on_ready(self, _url: str) -> None:
        self._render()

    @Slot()
    def _render(self) -> None:
        user = self._models.session.user
        self._person.setText("" if user is None else user.name)
        self._email.setText("" if user is None else user.email)
        service = self._models.session.service
        url = self._models.startup.server_url
        is_local = service is not None and service.local_cloud
        now = (
            self.tr("Now: the cloud on this computer, at {url}")
            if is_local
            else self.tr("Now: {url}")
        )
        self._server_now.setText(now.format(url=url) if url else self.tr("Not connected"))
        if service is None:
            self._engine.setText("")
        elif service.engine == "draft":
            self._engine.setText(
                self.tr("Pictures are made by the draft engine: quick, offline, and a first idea.")
            )
        else:
            self._engine.setText(self.tr("Pictures are made by OpenAI's image models."))
