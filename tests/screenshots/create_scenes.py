"""The Create page: one photo, several, the editor, and what can stand in the way."""

import random

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.all import Models
from desktop.models.told import Told
from desktop.ui.main_window import MainWindow
from shared.resources import resource_path
from shared.styles import Style
from tests.screenshots.camera import Camera, rest, wait_for

_SAMPLES = ("chelsea.jpg", "astronaut.jpg", "coffee.jpg")
_BEGIN_S = 120


class CreateScenes:
    """Plays them in order; ends with one photo, its drafts, and 50 credits."""

    def __init__(self, models: Models, window: MainWindow, camera: Camera) -> None:
        self._models = models
        self._studio = models.studio
        self._window = window
        self._page = window.studio.create_page
        self._camera = camera

    def play(self) -> None:
        """All of them."""
        self._several_photos()
        self._without_a_subject()
        self._one_photo()
        self._editing()

    def _choose(self, *names: str) -> None:
        studio = self._studio
        studio.clear()
        studio.choose_files([str(resource_path("samples", name)) for name in names])
        wait_for(lambda: not studio.busy and studio.photo is not None, "the photos are prepared")
        wait_for(lambda: len(studio.drafts) == len(Style), "the four drafts", _BEGIN_S)
        self._page.notice.clear()
        rest(400)

    def _wait_for_drafts(self) -> None:
        """All of them are made with what was told, and none fades in any more."""
        rest()
        wait_for(lambda: self._studio._drafting._sheet.is_fresh, "the drafts", _BEGIN_S)
        rest(400)

    def _several_photos(self) -> None:
        self._choose(*_SAMPLES, "NOTICE.md")
        self._studio.toggle_style(Style.MINIMALIST)
        self._camera.shoot("create-batch")
        chips = self._page.strip.chips()
        self._page._on_photo_selected(chips[3].photo.id)
        self._camera.shoot("create-batch_refused")
        self._page.notice.clear()
        self._studio.table.add([str(resource_path("samples", name)) for name in _SAMPLES])
        wait_for(lambda: not self._studio.busy, "more photos are prepared")
        self._studio.choose_all_styles()
        self._camera.shoot("create-batch_too_many")

    def _without_a_subject(self) -> None:
        studio = self._studio
        studio.clear()
        studio.choose_image(_nothing_in_particular())
        wait_for(lambda: len(studio.drafts) == len(Style), "the four drafts", _BEGIN_S)
        rest(400)
        self._camera.shoot("create-no_subject")

    def _one_photo(self) -> None:
        studio = self._studio
        self._choose(_SAMPLES[0])
        drafts = dict(studio._drafting._sheet.drafts)
        studio._drafting._sheet.drafts.clear()
        self._page._render_drafts()
        self._camera.shoot("create-drafts_awaited")
        studio._drafting._sheet.drafts.update(drafts)
        self._page._render_drafts()
        studio.set_wish("with a little red scarf and a button nose")
        rest(400)
        self._camera.shoot("create-drafts")
        card = self._page.grid.card(Style.REALISTIC_PLUSH)
        QTest.mouseMove(card, QPoint(card.width() // 2, card.height() // 3))
        self._camera.shoot("create-compare")
        QTest.mouseMove(self._window, QPoint(1, 1))
        QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
        studio.tell(Told(kind="pet", ears="pointy", eyes=((0.38, 0.37), (0.7, 0.45))))
        self._wait_for_drafts()
        self._camera.shoot("create-told")
        studio.tell(Told())
        self._wait_for_drafts()
        studio.choose_all_styles()
        self._camera.shoot("create-all_styles")
        studio.set_style(Style.CUTE_FLUFFY)
        self._models.credits.set_credits(0, 0)
        self._camera.shoot("create-no_credits")
        self._models.credits.set_credits(50, 0)

    def _editing(self) -> None:
        page = self._page
        page.edit_photo()
        self._camera.shoot("create-editor")
        page.editor.shapes.button("1:1").click()
        page.editor.tilt.setValue(24)
        page.editor.canvas.setFocus(Qt.FocusReason.TabFocusReason)
        self._camera.shoot("create-editor_tilted")
        page.close_editor()


def _nothing_in_particular() -> QImage:
    """A blurred evening: nobody and nothing stands out."""
    picture = QImage(900, 600, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    sky = QLinearGradient(QPointF(0, 0), QPointF(900, 600))
    sky.setColorAt(0, QColor("#5d7fa3"))
    sky.setColorAt(1, QColor("#e7c9a0"))
    painter.fillRect(picture.rect(), sky)
    chance = random.Random(7)
    for _ in range(4000):
        painter.setPen(QColor(255, 255, 255, chance.randrange(6, 26)))
        painter.drawPoint(chance.randrange(900), chance.randrange(600))
    painter.end()
    return picture
