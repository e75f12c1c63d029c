"""Two devices of one person: whatever they do, and however the line fails, they end up alike."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from desktop.api.client import ApiClient
from desktop.errors import ServerUnreachable
from desktop.storage.change_queue import NO, WITH, WITHOUT, YES, ChangedField, Place
from desktop.storage.folders import Folders
from desktop.storage.gallery_filter import GalleryFilter
from desktop.workers.account_files import open_account
from desktop.workers.gallery_sync import GallerySync
from shared.gallery import BulkAction, BulkRequest, GalleryDelta, GalleryPage, Image, ImageChange
from tests.desktop.conftest import ClientOf
from tests.desktop.proofs import IS_LONG, scale
from tests.desktop.real_server import RealServer

T = TypeVar("T")
PICTURES = 4
BUDGET_BYTES = 1_000_000
Deed = tuple[str, ChangedField, str]

_FIELDS = {
    BulkAction.FAVOURITE: (ChangedField.FAVOURITE, YES),
    BulkAction.UNFAVOURITE: (ChangedField.FAVOURITE, NO),
    BulkAction.TRASH: (ChangedField.PLACE, Place.TRASH.value),
    BulkAction.RESTORE: (ChangedField.PLACE, Place.GALLERY.value),
    BulkAction.DELETE_FOREVER: (ChangedField.PLACE, Place.GONE.value),
}


@dataclass(frozen=True)
class Seen:
    """What a person can change of a picture."""

    title: str
    favourite: bool
    is_trashed: bool
    tags: tuple[str, ...]

    @classmethod
    def of(cls, image: Image) -> "Seen":
        is_trashed = image.trashed_at is not None
        return cls(image.title, image.favourite, is_trashed, tuple(image.tags))


class BadLine:
    """The real client behind a line that is down, or loses answers on their way."""

    def __init__(self, client: ApiClient, arrived: list[Deed]) -> None:
        self._client = client
        self._arrived = arrived
        self.is_down = False
        self.losses = 0
        self.sent: list[Deed] = []

    def images_since(self, revision: int, *, with_trash: bool) -> GalleryDelta:
        return self._pass(
            lambda: self._client.images_since(revision, limit=2, with_trash=with_trash)
        )

    def images_page(self, page: str | None, *, in_trash: bool) -> GalleryPage:
        return self._pass(lambda: self._client.images_page(page, in_trash=in_trash, limit=2))

    def change_image(self, image_id: str, change: ImageChange) -> Image:
        self._note([(image_id, ChangedField.TITLE, change.title)])
        return self._pass(lambda: self._client.change_image(image_id, change))

    def change_images(self, request: BulkRequest) -> object:
        if request.tags:
            field = ChangedField.TAG
            value = (WITH if request.action is BulkAction.ADD_TAGS else WITHOUT) + request.tags[0]
        else:
            field, value = _FIELDS[request.action]
        self._note([(image_id, field, value) for image_id in request.ids])
        return self._pass(lambda: self._client.change_images(request))

    def _note(self, deeds: list[Deed]) -> None:
        if not self.is_down:
            self._arrived += deeds
            self.sent += deeds

    def _pass(self, ask: Callable[[], T]) -> T:
        if self.is_down:
            raise ServerUnreachable("the server")
        answer = ask()
        if self.losses:
            self.losses -= 1
            raise ServerUnreachable("the server")
        return answer


class Device:
    """One computer: its files, and the app's own code to keep them in step with the server."""

    def __init__(self, line: BadLine, root: Path) -> None:
        self.line = line
        self.made: list[Deed] = []
        self._folders = Folders.below(root).account("server", "person")
        self._open()

    def _open(self) -> None:
        self.account = open_account("person", self._folders, BUDGET_BYTES)
        self._sync = GallerySync(self.line, self.account)  # type: ignore[arg-type]  # a client's part

    def restart(self) -> None:
        self.account.close()
        self._open()

    def lose_the_cache(self) -> None:
        """The system emptied its cache folder while the app was closed."""
        self.account.close()
        for path in self._folders.gallery.glob("index.sqlite*"):
            path.unlink()
        self._open()

    def ids(self) -> list[str]:
        index = self.account.index
        return sorted(
            str(key[-1])
            for trashed in (False, True)
            for key in index.find(GalleryFilter(trashed=trashed))
        )

    def edit(self, image_id: str, field: ChangedField, value: str) -> None:
        self.account.changes.add([image_id], field, value)
        self.account.index.refresh([image_id])
        self.made.append((image_id, field, value))

    def sync(self) -> None:
        """One round, as far as the line allows."""
        try:
            for _ in self._sync.send(lambda: False):
                pass
            for _ in self._sync.catch_up(lambda: False):
                pass
        except ServerUnreachable:
            return

    def seen(self) -> dict[str, Seen]:
        return {image.id: Seen.of(image) for image, _ in self.account.index.images(self.ids())}


class TwoDevices(RuleBasedStateMachine):
    """What may happen, in any order; at the end both are compared with the server."""

    def __init__(self, server: RealServer, client_of: ClientOf) -> None:
        super().__init__()
        person = server.make_account(0)
        self._server = server
        self._account = person
        self._client = client_of(server.url)
        self._client.token = person.token
        server.add_pictures(person, PICTURES)
        self._arrived: list[Deed] = []
        self._folder = tempfile.TemporaryDirectory(prefix="two-devices-")
        self._devices = [
            Device(BadLine(self._client, self._arrived), Path(self._folder.name) / name)
            for name in ("desk", "couch")
        ]
        for device in self._devices:
            device.sync()

    @rule(
        which=st.integers(0, 1),
        picture=st.integers(0, PICTURES - 1),
        deed=st.sampled_from(
            [
                (ChangedField.TITLE, "Biscuit"),
                (ChangedField.TITLE, "Toffee"),
                (ChangedField.TITLE, ""),
                (ChangedField.FAVOURITE, YES),
                (ChangedField.FAVOURITE, NO),
                (ChangedField.TAG, "+dog"),
                (ChangedField.TAG, "-dog"),
                (ChangedField.TAG, "+gift"),
                (ChangedField.TAG, "-gift"),
                (ChangedField.PLACE, Place.TRASH.value),
                (ChangedField.PLACE, Place.GALLERY.value),
                (ChangedField.PLACE, Place.GONE.value),
            ]
        ),
    )
    def edit(self, which: int, picture: int, deed: tuple[ChangedField, str]) -> None:
        device = self._devices[which]
        ids = device.ids()
        if ids:
            image_id = ids[picture % len(ids)]
            device.edit(image_id, *deed)
            assert shows(device.seen(), image_id, *deed)

    @rule(which=st.integers(0, 1), is_down=st.booleans())
    def line(self, which: int, is_down: bool) -> None:  # noqa: FBT001 - drawn
        self._devices[which].line.is_down = is_down

    @rule(which=st.integers(0, 1))
    def lose_an_answer(self, which: int) -> None:
        self._devices[which].line.losses += 1

    @rule(which=st.integers(0, 1))
    def sync(self, which: int) -> None:
        self._devices[which].sync()

    @rule(which=st.integers(0, 1))
    def restart(self, which: int) -> None:
        self._devices[which].restart()

    @rule(which=st.integers(0, 1))
    def lose_the_cache(self, which: int) -> None:
        self._devices[which].lose_the_cache()

    @rule()
    def forget_old_changes(self) -> None:
        self._server.forget_changes(self._account)

    def teardown(self) -> None:
        for device in self._devices:
            device.line.is_down = False
            device.line.losses = 0
        for device in (*self._devices, *self._devices):
            device.sync()
        truth = self._client.images_since(0, with_trash=True)
        there = {image.id: Seen.of(image) for image in truth.images}
        for device in self._devices:
            assert device.seen() == there
            assert device.account.changes.all() == []
            # Nothing is lost: the last value of each field reached the server.
            gone = {image_id for image_id, _, value in self._arrived if value == Place.GONE}
            sent = last(device.line.sent)
            for key, (image_id, _, value) in last(device.made).items():
                assert image_id in gone or sent[key][2] == value
        for image_id, field, value in last(self._arrived).values():
            # The last writer wins, each field on its own.
            assert image_id not in there or shows(there, image_id, field, value)
        for device in self._devices:
            device.account.close()
        self._folder.cleanup()


@pytest.mark.timeout(scale(300, 7200))
def test_two_devices_end_with_the_same_gallery_and_lose_no_change(
    server: RealServer, client_of: ClientOf
) -> None:
    run_state_machine_as_test(
        partial(TwoDevices, server, client_of),  # type: ignore[arg-type]  # any factory will do
        settings=settings(
            max_examples=scale(3, 100),
            stateful_step_count=scale(20, 60),
            deadline=None,
            # Shrinking a failure takes minutes: only where somebody waits for it.
            phases=[Phase.generate, *([Phase.shrink] if IS_LONG else [])],
            derandomize=scale(1, 0) == 1,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def last(deeds: list[Deed]) -> dict[tuple[str, str], Deed]:
    """The last one of each field of each picture; every tag is a field."""
    return {
        (deed[0], deed[2][1:] if deed[1] is ChangedField.TAG else deed[1].value): deed
        for deed in deeds
    }


def shows(seen: dict[str, Seen], image_id: str, field: ChangedField, value: str) -> bool:
    """Whether a picture is seen with this value."""
    if value == Place.GONE:
        return image_id not in seen
    picture = seen[image_id]
    if field is ChangedField.TAG:
        return (value[1:] in picture.tags) == value.startswith(WITH)
    return {
        ChangedField.TITLE: picture.title,
        ChangedField.FAVOURITE: YES if picture.favourite else NO,
        ChangedField.PLACE: Place.TRASH if picture.is_trashed else Place.GALLERY,
    }[field] == value
