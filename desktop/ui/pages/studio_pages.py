"""The pages behind the sign-in, built one at a time while nobody waits for them."""

# ruff: noqa: PLC0415 - each page is imported with its first use: all at once would be felt

from collections.abc import Callable
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING

from desktop.models.all import Models
from desktop.ui.dialogs import Dialogs
from desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop.ui.pages.create import CreatePage
    from desktop.ui.pages.credits import CreditsPage
    from desktop.ui.pages.detail import DetailPage
    from desktop.ui.pages.gallery import GalleryPage
    from desktop.ui.pages.job import JobPage
    from desktop.ui.pages.settings.page import SettingsPage
    from desktop.ui.widgets.side_bar import SideBar


_MODULES = (
    "desktop.ui.widgets.side_bar",
    "desktop.ui.pages.create",
    "desktop.ui.pages.job",
    "desktop.ui.pages.gallery",
    "desktop.ui.pages.detail",
    "desktop.ui.pages.credits",
    "desktop.ui.pages.settings.page",
    "desktop.ui.pages.studio",
)


class StudioPages:
    """Each is built when it is asked for, or in advance by `build_next`, in steps nobody feels."""

    def __init__(self, theme: Theme, models: Models, dialogs: Dialogs) -> None:
        self._theme = theme
        self._models = models
        self._dialogs = dialogs
        self._waiting: list[Callable[[], object]] = [
            *(partial(import_module, name) for name in _MODULES),
            lambda: self.side_bar,
            lambda: self.create,
            lambda: self.job,
            lambda: self.gallery,
            lambda: self.detail,
            lambda: self.credits,
            lambda: self.settings,
        ]

    def build_next(self) -> bool:
        """Take one more step; False when all are there."""
        if not self._waiting:
            return False
        self._waiting.pop(0)()
        return True

    @cached_property
    def side_bar(self) -> "SideBar":
        """Where everything is reached from."""
        from desktop.ui.widgets.side_bar import SideBar

        return SideBar(self._theme, self._models)

    @cached_property
    def create(self) -> "CreatePage":
        """The home page."""
        from desktop.ui.pages.create import CreatePage

        return CreatePage(self._theme, self._models)

    @cached_property
    def job(self) -> "JobPage":
        """One plushie in the making."""
        from desktop.ui.pages.job import JobPage

        return JobPage(self._theme, self._models)

    @cached_property
    def gallery(self) -> "GalleryPage":
        """All that were made."""
        from desktop.ui.pages.gallery import GalleryPage

        models = self._models
        return GalleryPage(self._theme, models.gallery, models.save_many, models.preferences)

    @cached_property
    def detail(self) -> "DetailPage":
        """One of them, large."""
        from desktop.ui.pages.detail import DetailPage

        return DetailPage(self._theme, self._models.gallery)

    @cached_property
    def credits(self) -> "CreditsPage":
        """Balance and statement."""
        from desktop.ui.pages.credits import CreditsPage

        return CreditsPage(self._theme, self._models.credits)

    @cached_property
    def settings(self) -> "SettingsPage":
        """Account, appearance, storage and the rest."""
        from desktop.ui.pages.settings.page import SettingsPage

        return SettingsPage(self._theme, self._models, self._dialogs)
