"""Joins the app: settings, threads, models and the window. The only place that makes threads."""

import logging
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Slot

from desktop import local_cloud
from desktop.errors import AppError
from desktop.models.account import AccountModel
from desktop.models.address import AddressModel
from desktop.models.all import Models
from desktop.models.attention import AttentionModel
from desktop.models.connection import ConnectionModel, ConnectionState
from desktop.models.credits import CreditsModel
from desktop.models.devices import DevicesModel
from desktop.models.export import ExportModel
from desktop.models.gallery import GalleryModel
from desktop.models.google_sign_in import GoogleSignInModel
from desktop.models.jobs import JobsModel
from desktop.models.password_reset import PasswordResetModel
from desktop.models.results import Results
from desktop.models.save_many import SaveManyModel
from desktop.models.session import SessionModel, SessionState
from desktop.models.sharing import SharingModel
from desktop.models.startup import StartupModel
from desktop.models.storage import MEBIBYTE, StorageModel
from desktop.models.studio import StudioModel
from desktop.models.update import UpdateModel
from desktop.plain_import import take_back_import
from desktop.qt_types import make_qt_types
from desktop.settings import Settings
from desktop.storage.preferences import PreferencesStore
from desktop.workers.feed_events import FeedTiming
from desktop.workers.priority import ask_for_short_turns
from desktop.workers.tasks import WorkQueue
from desktop.workers.tools import Server, Tools

if TYPE_CHECKING:
    from desktop.storage.token_store import KeyRing
    from desktop.ui.main_window import MainWindow

_JOIN_WITHIN_S = 0.9
_LAST_CALLS_WITHIN_S = 0.4
_THUMBNAIL_THREADS = 2
_PICTURE_THREADS = 2
_ACCOUNT_THREADS = 3
_SWITCH_INTERVAL_S = 0.001
"""Python's own 5 ms, waited for at each turn, are what a person sees as a jerk while workers compute."""
_log = logging.getLogger(__name__)


class Application(QObject):
    """Everything behind the window.

    The order: construct, show the window, `start`; at the end `close`. Until `start` no thread runs
    and nothing slow is imported.
    """

    def __init__(
        self,
        settings: Settings,
        preferences: PreferencesStore,
        *,
        key_ring: "KeyRing | None" = None,
        timing: FeedTiming | None = None,
    ) -> None:
        super().__init__()
        take_back_import()
        self._settings = settings
        self._threads: list[QThread] = []
        self._queues: list[WorkQueue] = []
        self._is_inside = False
        self._is_locked = False
        self._user_id = ""
        self._was_heard = False
        self.tools = Tools(settings.folders, key_ring=key_ring)
        self.tools.budget_bytes = preferences.current.cache_budget_mb * MEBIBYTE
        self._calls = self._queue("calls")
        self._gallery_writes = self._queue("gallery")
        self._gallery_sends = self._queue("gallery changes")
        self.models = self._create_models(preferences, timing)
        self._connect_models()

    def create_window(self) -> "MainWindow":
        """The main window, not shown yet."""
        # Imported here: the app's other commands, and tests of the models, need no widgets.
        from desktop.ui.main_window import MainWindow  # noqa: PLC0415

        return MainWindow(self.models)

    def start(self) -> None:
        """Begin to work, once the window is on the screen."""
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        ask_for_short_turns()
        make_qt_types()
        for thread in self._threads:
            thread.start()
        self._open_before_the_cloud()
        self.models.startup.start()

    def close(self, within_s: float = _JOIN_WITHIN_S) -> bool:
        """Stop all work and join all threads. False when one did not end in time.

        Work that waits is interrupted; work that computes (a draft's analysis, a large photo) ends
        with its current step.
        """
        began = time.monotonic()
        self.models.connection.stop()
        # What was just changed in the gallery, a sign-out: these are quick, and matter.
        self._gallery_writes.finish(within_s=_LAST_CALLS_WITHIN_S)
        self.models.gallery.send_changes_at_the_end()
        for queue in (self._gallery_sends, self._calls):
            queue.finish(within_s=_LAST_CALLS_WITHIN_S)
        for queue in self._queues:
            queue.close()
        self.tools.interrupt()
        for thread in self._threads:
            thread.quit()
        joined = True
        for thread in self._threads:
            left_s = max(0.0, began + within_s - time.monotonic())
            joined = thread.wait(int(left_s * 1000)) and joined
        if joined:
            self.tools.close()
        else:
            _log.warning("A worker thread did not end in time")
        return joined

    def _open_before_the_cloud(self) -> None:
        """The cloud on this computer takes seconds to start; what was kept opens meanwhile.

        Whatever has to ask the cloud waits on its worker thread until the address is known.
        """
        startup = self.models.startup
        if startup.uses_local_cloud and startup.has_local_cloud:
            self.tools.use_server(Server(url="", name=self._settings.server_name))
            self.models.session.start()

    def _create_models(self, preferences: PreferencesStore, timing: FeedTiming | None) -> Models:
        calls = self._calls
        files = self._queue("files")
        jobs = JobsModel(self._queue("uploads"), calls, files, self)
        credits_model = CreditsModel(calls, self)
        patience = timing or FeedTiming()
        session = SessionModel(
            calls,
            self._queue("stored session"),
            self,
            patience_ms=round(patience.first_word_s * 1000),
            pictures_first_ms=round(patience.pictures_first_s * 1000),
        )
        # Waiting for a link or for the browser must not hold up anything else.
        account = self._queue("account", threads=_ACCOUNT_THREADS)
        return Models(
            startup=StartupModel(
                self._queue("local cloud"),
                self._settings.server_url,
                self,
                has_local_cloud=local_cloud.is_installed(),
                preferences=preferences,
            ),
            session=session,
            update=UpdateModel(session, preferences, self),
            address=AddressModel(session, account, self),
            account=AccountModel(session, account, self),
            devices=DevicesModel(session, account, self),
            export=ExportModel(session, account, self),
            password_reset=PasswordResetModel(account, self),
            google=GoogleSignInModel(session, account, self),
            connection=ConnectionModel(self._queue("feed"), timing, self),
            studio=StudioModel(
                photos=self._queue("photos"),
                drafts=self._queue("drafts", steps_back=True),
                jobs=jobs,
                credits=credits_model,
                preferences=preferences,
                parent=self,
            ),
            jobs=jobs,
            results=Results(files, self),
            gallery=GalleryModel(
                index=self._gallery_writes,
                pages=self._queue("gallery pages", newest_first=True),
                thumbnails=self._queue("thumbnails", threads=_THUMBNAIL_THREADS, newest_first=True),
                files=self._queue("pictures", threads=_PICTURE_THREADS, newest_first=True),
                sender=self._gallery_sends,
                parent=self,
            ),
            save_many=SaveManyModel(self._queue("save many"), self),
            storage=StorageModel(calls, self._queue("originals"), preferences, self),
            sharing=SharingModel(calls, self),
            credits=credits_model,
            attention=AttentionModel(jobs, calls, preferences, self),
            preferences=preferences,
            folders=self._settings.folders,
        )

    def _queue(
        self,
        name: str,
        *,
        threads: int = 1,
        newest_first: bool = False,
        steps_back: bool = False,
    ) -> WorkQueue:
        queue = WorkQueue(
            self.tools,
            newest_first=newest_first,
            steps_back=steps_back,
            on_any_failure=self._on_any_failure,
            parent=self,
        )
        for _ in range(threads):
            thread = QThread(self)
            thread.setObjectName(name)
            queue.add_thread(thread)
            self._threads.append(thread)
        self._queues.append(queue)
        return queue

    def _connect_models(self) -> None:
        models = self.models
        models.startup.ready.connect(self._on_server_ready)
        models.session.state_changed.connect(self._on_session_changed)
        models.session.server_asked.connect(self._on_server_asked)
        models.session.service_silent.connect(self._replace_borrowed_cloud)
        models.connection.state_changed.connect(self._on_connection_changed)
        models.connection.index_loaded.connect(models.gallery.on_index_loaded)
        models.connection.index_changed.connect(models.storage.fetch_originals)
        models.connection.images_loaded.connect(models.jobs.on_images_loaded)
        models.connection.index_changed.connect(models.gallery.on_index_changed)
        models.connection.images_changed.connect(models.jobs.on_images_changed)
        models.connection.preview_told.connect(models.jobs.on_preview_told)
        models.connection.credits_told.connect(models.credits.set_credits)

    @Slot(str)
    def _on_server_ready(self, url: str) -> None:
        settings = replace(self._settings, server_url=self.models.startup.configured_url)
        was_awaited = self.tools.awaits(settings.server_name)
        self.tools.use_server(Server(url=url, name=settings.server_name))
        if not was_awaited:
            self.models.session.start()

    @Slot()
    def _on_server_asked(self) -> None:
        """The first pictures are there by now: whoever is inside hears of news from here on."""
        if self._is_inside:
            self.models.connection.follow()

    @Slot()
    def _on_session_changed(self) -> None:
        state = self.models.session.state
        was_locked = self._is_locked
        self._is_locked = state.is_inside and state is not SessionState.SIGNED_IN
        if state.is_inside != self._is_inside:
            self._is_inside = state.is_inside
            if self._is_inside:
                self._open_account()
            else:
                self._close_account()
        elif was_locked and state is SessionState.SIGNED_IN:
            self._return_to_account()

    def _open_account(self) -> None:
        session = self.models.session
        self._was_heard = False
        self._user_id = "" if session.user is None else session.user.id
        self.models.credits.reset(session.opening_balance)
        # Not by the feed: it needs the HTTP client, which takes as long to load as all the rest.
        self.models.gallery.on_index_loaded()
        self.models.jobs.open()
        self.models.storage.open()
        if not session.asks_later:
            self.models.connection.follow()
        self.models.save_many.look_for_unfinished()

    def _close_account(self) -> None:
        self.models.connection.stop()
        self.models.jobs.close()
        self.models.results.clear()
        self.models.gallery.close()
        self.models.storage.close()
        self.models.save_many.close()
        self.models.credits.reset()

    def _return_to_account(self) -> None:
        """The password was given again; what had stopped meanwhile goes on when the line is back."""
        user = self.models.session.user
        if user is None or user.id != self._user_id:
            # The account was opened anew under the same address: another person's things.
            self._close_account()
            self._open_account()
            return
        self._was_heard = False
        self.models.connection.follow()
        self.models.credits.load_transactions()

    @Slot()
    def _on_connection_changed(self) -> None:
        is_heard = self.models.connection.state in {ConnectionState.ONLINE, ConnectionState.POLLING}
        if is_heard and not self._was_heard:
            self.models.jobs.on_line_restored()
            self.models.gallery.on_line_restored()
            self.models.storage.fetch_originals()
        is_lost = self.models.connection.state is ConnectionState.OFFLINE
        if is_heard or is_lost:
            self._was_heard = is_heard
        if is_lost:
            self._replace_borrowed_cloud()

    @Slot()
    def _replace_borrowed_cloud(self) -> None:
        """The window that had started the local cloud was closed: start one of our own."""
        if self.models.startup.is_attached:
            self.models.startup.start()

    def _on_any_failure(self, error: AppError) -> None:
        self.models.session.on_failure_anywhere(error)
