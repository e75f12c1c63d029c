"""The gallery that is kept on a person's computer, at 1,000, 10,000 and 100,000 pictures.

A real server, in processes of its own, tells of pictures that were written into its database; the
app's own code keeps them. The cold start is the whole program, from the start of its process to a
window with every visible picture, without a server. A search is measured in that window, from the key
until the pictures that it finds are painted; those further down, and their number, follow.
"""

import gc
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import psycopg
from PySide6.QtGui import QColor, QImage

from desktop.api.client import ApiClient
from desktop.storage.folders import Folders
from desktop.storage.gallery_filter import GalleryFilter, GalleryOrder
from desktop.storage.gallery_queries import SortKey
from desktop.storage.picture_files import encode_picture
from desktop.workers.account_files import Account, open_account
from desktop.workers.gallery_sync import GallerySync
from shared.gallery import BulkAction, BulkRequest
from tests.benchmarks.gallery_start import SERVER
from tests.benchmarks.rows import Goal, Row, Spread, measure
from tests.chaos.stage import Stage, build_stage
from tests.desktop.real_server import ADD_PICTURES

SUITE = "gallery"
_COUNTS: Final = (1_000, 10_000, 100_000)
_WORDS: Final = ("p", "pi", "bisc", "biscuit 7", "hat")
"""As typed; everything matches the first two and the last."""
_STARTS: Final = 3
_LOOKED_AT: Final = 100
_BUDGET_BYTES: Final = 10**9
_PASSWORD: Final = "TestPassword123"


def run() -> list[Row]:
    """Measure each size."""
    rows: list[Row] = []
    # As in the app, which collects garbage between two events of its window (`desktop.garbage`).
    gc.disable()
    with build_stage(apis_count=1, workers_count=0) as stage:
        for count in _COUNTS:
            with tempfile.TemporaryDirectory(prefix="gallery-") as folder:
                rows += _at_size(stage, count, Path(folder))
            gc.collect()
    gc.enable()
    return rows


def _at_size(stage: Stage, count: int, folder: Path) -> list[Row]:
    client = ApiClient(stage.apis[0].address)
    email = f"person-{count}@example.com"
    client.sign_up("Robin", email, _PASSWORD)
    signed_in = client.sign_in(email, _PASSWORD)
    client.token = signed_in.token
    user = signed_in.session.user
    with psycopg.connect(stage.settings.database_url.get_secret_value()) as connection:
        connection.execute(ADD_PICTURES, {"user_id": user.id, "count": count})
        connection.execute(
            "update generated_images set title = 'Biscuit ' || revision"
            " where user_id = %s and revision %% 50 = 0",
            [user.id],
        )
    folders = Folders.below(folder).account(SERVER, user.id)
    account = open_account(user.id, folders, _BUDGET_BYTES)
    is_largest = count == _COUNTS[-1]
    try:
        rows = [*_sync_rows(client, account, count, is_largest=is_largest)]
        rows += _index_rows(account, count, is_largest=is_largest)
        _keep_thumbnails(account)
    finally:
        account.close()
        client.line.close()
    rows += _start_rows(folder, user.model_dump_json(), count, is_largest=is_largest)
    return rows


def _sync_rows(client: ApiClient, account: Account, count: int, *, is_largest: bool) -> list[Row]:
    asked = _count_requests(client)
    began_at = time.perf_counter()
    _catch_up(client, account)
    first_s = time.perf_counter() - began_at
    ids = [str(key[-1]) for key in account.index.find(GalleryFilter())]
    assert len(ids) == count
    client.change_images(BulkRequest(ids=ids[:10], action=BulkAction.FAVOURITE))
    asked.clear()
    began_at = time.perf_counter()
    _catch_up(client, account)
    ten_ms = (time.perf_counter() - began_at) * 1000
    return [
        Row(
            f"first sync, {count:,} pictures",
            Spread.of([first_s]),
            "s",
            goal=Goal("value", "<=", 60) if is_largest else None,
        ),
        Row(
            f"sync of 10 changes, {count:,} pictures",
            Spread.of([float(len(asked))]),
            "requests",
            goal=Goal("value", "<=", 1) if is_largest else None,
        ),
        Row(f"sync of 10 changes takes, {count:,} pictures", Spread.of([ten_ms]), "ms"),
        Row(
            f"size of the index, {count:,} pictures",
            Spread.of([account.index.size_bytes / 1e6]),
            "MB",
        ),
    ]


def _count_requests(client: ApiClient) -> list[str]:
    asked: list[str] = []
    request = client.line.request

    def counted(method: str, path: str, **options: object) -> object:
        asked.append(path)
        return request(method, path, **options)  # type: ignore[arg-type]

    client.line.request = counted  # type: ignore[method-assign,assignment]
    return asked


def _catch_up(client: ApiClient, account: Account) -> None:
    for _ in GallerySync(client, account).catch_up(lambda: False):
        pass


def _index_rows(account: Account, count: int, *, is_largest: bool) -> list[Row]:
    index = account.index
    rows = []
    for word in _WORDS:
        wanted = GalleryFilter(text=word)
        found = len(index.find(wanted))
        rows.append(
            Row(
                f'all ids that "{word}" finds ({found:,}), {count:,} pictures',
                measure(lambda wanted=wanted: index.find(wanted), 9).scaled(1000),  # type: ignore[misc]
                "ms",
            )
        )
    keys: list[SortKey] = index.find(GalleryFilter())
    some = [str(key[-1]) for key in keys[:100]]
    figures = {
        "all ids in order, newest first": lambda: index.find(GalleryFilter()),
        "all ids in order, by title": lambda: index.find(GalleryFilter(order=GalleryOrder.TITLE)),
        "a page of 100 entries": lambda: index.images(some),
        "where 10 changed pictures stand": lambda: index.place(some[:10], GalleryFilter()),
    }
    rows += [
        Row(f"{name}, {count:,} pictures", measure(ask, 5).scaled(1000), "ms")
        for name, ask in figures.items()
    ]
    rows.append(
        Row(
            f"select all on ids, {count:,} pictures",
            measure(lambda: [key[-1] for key in keys], 9).scaled(1000),
            "ms",
            goal=Goal("value", "<=", 10) if is_largest else None,
        )
    )
    return rows


def _keep_thumbnails(account: Account) -> None:
    """The newest pictures have been looked at: their thumbnails are here."""
    newest = [str(key[-1]) for key in account.index.find(GalleryFilter())[:_LOOKED_AT]]
    images = []
    for number, (image, _) in enumerate(account.index.images(newest)):
        picture = QImage(256, 256, QImage.Format.Format_RGB32)
        picture.fill(QColor.fromHsv(number * 3 % 360, 120, 200))
        data = encode_picture(picture, b"webp")
        assert image.thumbnail is not None
        sha256 = hashlib.sha256(data).hexdigest()
        assert account.contents.write(sha256, data)
        thumbnail = image.thumbnail.model_copy(update={"sha256": sha256})
        images.append(image.model_copy(update={"thumbnail": thumbnail}))
    account.index.apply(images, [], account.index.revision)


def _start_rows(folder: Path, user_json: str, count: int, *, is_largest: bool) -> list[Row]:
    # The first one writes the bytecode, as the first start on a person's computer does.
    _start(folder, user_json)
    told = [_start(folder, user_json) for _ in range(_STARTS - 1)]
    told.append(_start(folder, user_json, *_WORDS))
    seconds = [each["seconds"] for each in told]
    megabytes = [each["megabytes"] for each in told]
    return [
        Row(
            f"cold offline start to visible pictures, {count:,} pictures",
            Spread.of(seconds),
            "s",
            goal=Goal("value", "<=", 1) if is_largest else None,
        ),
        Row(f"memory of the whole app then, {count:,} pictures", Spread.of(megabytes), "MB"),
        *(
            Row(
                f'search "{word}", from the key to the painted window, {count:,} pictures',
                Spread.of(taken_ms),
                "ms",
                goal=Goal("value", "<=", 50) if is_largest else None,
            )
            for word, taken_ms in told[-1]["searches"].items()
        ),
    ]


def _start(folder: Path, user_json: str, *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.gallery_start", str(folder), *words]
    environment = {
        **os.environ,
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "USER_JSON": user_json,
        "STARTED_AT": str(time.time()),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told
