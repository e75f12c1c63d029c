"""What a screen reader says by itself."""

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from desktop.errors import AppError
from desktop.ui.pages.studio import Studio

ERROR = AppError(
    title="The server does not answer.",
    charged="You were not charged.",
    advice="Please try again.",
    code="server_unreachable",
)


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is read aloud, as if a reader were running."""
    heard: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(hear))
    return heard


def test_a_failure_is_read_aloud_with_what_it_cost(studio: Studio, spoken: list[str]) -> None:
    studio._models.gallery.failed.emit(ERROR)
    assert spoken == ["The server does not answer. You were not charged. Please try again."]


def test_the_same_failure_is_not_read_twice_while_it_stands(
    studio: Studio, spoken: list[str]
) -> None:
    studio._models.gallery.failed.emit(ERROR)
    studio._models.gallery.failed.emit(ERROR)
    assert len(spoken) == 1


def test_a_short_word_is_read_aloud(studio: Studio, spoken: list[str]) -> None:
    studio._models.gallery.saved.emit("/tmp/plushie.png")
    assert spoken == ["Saved as /tmp/plushie.png"]
