"""What is on the screen while the app's libraries are loaded: its mark, in its colours.

Imports hardly more than Qt and makes no class of its own, so it stands there almost as soon as a
bare window would: the first class below QWidget alone takes a fifth of Qt's own time to make, and so
does PySide's `Qt`, with its hundreds of enumerations.
"""

from PySide6.QtCore import QCoreApplication, QRect, QSize
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QLabel

from desktop.storage.preferences import Appearance
from shared.resources import resource_path

_SIZE = QSize(260, 220)
_MARK_PX = 112
LIGHT, DARK = "#FBF6F0", "#1C1817"
"""The backgrounds of `theme.tokens`, which would take longer to load than to repeat here."""
_SPLASH_SCREEN = 0xF
_FRAMELESS = 0x800
"""`Qt.WindowType`'s numbers; see above."""
_DARK_BELOW = 128


def draw_curtain(appearance: Appearance) -> QLabel:
    """A small card in the middle of the screen, not shown yet; `close` takes it away.

    No QSplashScreen: on some desktops that waits a whole second for its turn.
    """
    curtain = QLabel()
    curtain.setPixmap(_card(DARK if _is_dark(appearance) else LIGHT))
    curtain.setFixedSize(_SIZE)
    curtain.setWindowTitle("PlushifyMe")
    words = QCoreApplication.translate("Curtain", "PlushifyMe is starting")
    curtain.setAccessibleName(words)
    for screen in QGuiApplication.screens()[:1]:
        place = curtain.rect()
        place.moveCenter(screen.availableGeometry().center())
        curtain.move(place.topLeft())
    curtain.winId()
    curtain.windowHandle().setProperty("flags", _SPLASH_SCREEN | _FRAMELESS)
    return curtain


def _card(colour: str) -> QPixmap:
    ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    card = QPixmap(_SIZE * ratio)
    card.setDevicePixelRatio(ratio)
    card.fill(QColor(colour))
    place = QRect(0, 0, _MARK_PX, _MARK_PX)
    place.moveCenter(QRect(0, 0, _SIZE.width(), _SIZE.height()).center())
    painter = QPainter(card)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(place, QPixmap(str(resource_path("icons", "plushifyme-256.png"))))
    painter.end()
    return card


def _is_dark(appearance: Appearance) -> bool:
    if appearance is not Appearance.SYSTEM:
        return appearance is Appearance.DARK
    return QGuiApplication.palette().window().color().lightness() < _DARK_BELOW
