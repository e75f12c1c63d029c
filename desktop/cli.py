"""The app without a window: `plushifyme make` and `plushifyme demo`."""

import argparse
import contextlib
import json
import os
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import keyring
import pydantic

from desktop.api.client import ApiClient, InvalidInput
from desktop.api.downloads import download_file
from desktop.api.uploads import upload_photo
from desktop.api.waiting import wait_until_final
from desktop.errors import CREDIT_BACK, ApiError, DesktopError, FileNotWritten
from desktop.local_cloud import LocalCloud
from desktop.photo import PhotoFile, encode, prepare_file
from desktop.progress_bar import ProgressBar
from desktop.settings import Settings, folder_of_program, load_settings
from desktop.storage.atomic import write_atomically
from desktop.storage.folders import Folders
from desktop.storage.picture_files import checked_target, encode_picture, write_picture
from desktop.storage.preferences import PreferencesStore
from desktop.storage.token_store import TokenStore
from desktop.workers.cloud_events import CloudProgress
from desktop.workers.sessions import device_name
from shared.gallery import Image
from shared.generations import GenerateRequest, GenerationStatus
from shared.limits import WISH_MAX_CHARACTERS
from shared.resources import resource_path
from shared.styles import Style

EMAIL_VARIABLE = "PLUSHIFYME_EMAIL"
PASSWORD_VARIABLE = "PLUSHIFYME_PASSWORD"  # noqa: S105 - a variable's name, not a password
_DEMO_PHOTO = ("samples", "chelsea.jpg")
_RETRY_PAUSES_S = (0.5, 2.0)
# How the bar is shared out among the steps.
_CLOUD_UP_TO, _UPLOAD_UP_TO, _MAKING_FROM = 0.25, 0.45, 0.5


class NotSignedIn(DesktopError):
    """There is no account to use."""

    code = "not_signed_in"

    def __init__(self, server_url: str) -> None:
        super().__init__(
            f"Nobody is signed in at {server_url}.",
            advice=f"Please sign in in the app first, or set {EMAIL_VARIABLE} and "
            f"{PASSWORD_VARIABLE}.",
        )


class NotMade(DesktopError):
    """The server gave up on the picture."""

    code = "not_made"

    def __init__(self, image: Image) -> None:
        reason = image.failure.message if image.failure else f"The picture is {image.status}."
        super().__init__(reason, charged=CREDIT_BACK)


@dataclass(frozen=True, slots=True)
class DemoImage:
    """One line of the demo's summary."""

    style: Style
    image_id: str
    seconds: float


def run(options: argparse.Namespace) -> int:
    """Run the chosen command.

    Raises:
        DesktopError: It did not work; its text is the one line to show.
    """
    bar = ProgressBar(sys.stderr)
    try:
        return make(options, bar) if options.command == "make" else demo(options, bar)
    finally:
        bar.close()


def make(options: argparse.Namespace, bar: ProgressBar) -> int:
    """One photo, one style, one file.

    Raises:
        DesktopError: It did not work. Photo and file were checked before anything was spent.
    """
    target = checked_target(Path(options.out))
    if len(options.wish) > WISH_MAX_CHARACTERS:
        raise InvalidInput(f"The wish may have at most {WISH_MAX_CHARACTERS} characters.")
    photo = encode(prepare_file(Path(options.photo)))
    folders = Folders.of_user()
    preferred = PreferencesStore(folders.preferences_file).current.server
    settings = load_settings(
        options.server, preferred_server=preferred, folders=folders, beside=folder_of_program()
    )
    with _connected(settings, bar) as client, _signed_in(client, settings):
        file_key = _upload(client, photo, bar)
        image = _ask(client, file_key, Style(options.style), options.wish)
        previews = 0

        def on_preview(_preview: object) -> None:
            nonlocal previews
            previews += 1
            bar.show("Making", 1 - (1 - _MAKING_FROM) * 0.7**previews)

        bar.show("Making", _MAKING_FROM)
        final = wait_until_final(client, [image], on_preview=on_preview)[image.id]
        write_picture(_result(client, final), _content_type(final), target)
    bar.show("Done", 1)
    return 0


def demo(options: argparse.Namespace, bar: ProgressBar) -> int:
    """The whole way on this computer: cloud, demo account, one photo, all four styles.

    Raises:
        DesktopError: A step did not work.
    """
    folder = Path(options.out)
    photo = prepare_file(Path(options.photo or resource_path(*_DEMO_PHOTO)))
    _write(folder / "original.png", encode_picture(photo.picture, b"png"))
    settings = Settings(server_url="", folders=Folders.of_user())
    with _connected(settings, bar) as client, _signed_in_as_demo(client):
        credits_before = client.credits().balance
        file_key = _upload(client, encode(photo), bar)
        made = _make_all_styles(client, file_key, folder, bar)
        credits_after = client.credits().balance
    summary = {
        "creditsBefore": credits_before,
        "creditsAfter": credits_after,
        "images": [
            {"style": each.style, "id": each.image_id, "seconds": round(each.seconds, 2)}
            for each in made
        ],
    }
    _write(folder / "summary.json", json.dumps(summary, indent=2).encode() + b"\n")
    bar.close()
    for each in made:
        sys.stdout.write(f"{folder / each.style}.png  {each.seconds:.1f} s\n")
    sys.stdout.write(f"Credits: {credits_before} before, {credits_after} after.\n")
    return 0


def _make_all_styles(
    client: ApiClient, file_key: str, folder: Path, bar: ProgressBar
) -> list[DemoImage]:
    asked_at: dict[str, float] = {}
    done_at: dict[str, float] = {}
    images: list[Image] = []
    for style in Style:
        began = time.monotonic()
        image = _ask(client, file_key, style, "")
        asked_at[image.id] = began
        images.append(image)

    def on_change(image: Image) -> None:
        if image.status.is_final:
            done_at[image.id] = time.monotonic()
            share = len(done_at) / len(images)
            bar.show(f"Making {image.style}", _MAKING_FROM + (1 - _MAKING_FROM) * share)

    bar.show("Making", _MAKING_FROM)
    final = wait_until_final(client, images, on_change)
    for image in images:
        made = final[image.id]
        data = _result(client, made)
        write_picture(data, _content_type(made), folder / f"{image.style}.png")
    return [DemoImage(each.style, each.id, done_at[each.id] - asked_at[each.id]) for each in images]


@contextlib.contextmanager
def _connected(settings: Settings, bar: ProgressBar) -> Iterator[ApiClient]:
    """A client of the chosen server, or of the local cloud, which runs that long."""
    with contextlib.ExitStack() as stack:
        url = settings.server_url
        if not url:

            def on_progress(progress: CloudProgress) -> None:
                bar.show(progress.message, progress.fraction * _CLOUD_UP_TO)

            url = stack.enter_context(LocalCloud()).start(on_progress).url
        client = ApiClient(url)
        stack.callback(client.line.close)
        yield client


@contextlib.contextmanager
def _signed_in(client: ApiClient, settings: Settings) -> Iterator[None]:
    """Use the account of the environment, else the app's session, else the demo account."""
    email, password = os.environ.get(EMAIL_VARIABLE), os.environ.get(PASSWORD_VARIABLE)
    if email and password:
        with _new_session(client, email, password):
            yield
        return
    stored = TokenStore(keyring).load(settings.server_name)
    if stored is not None and _is_valid(client, stored.token):
        yield
        return
    with _signed_in_as_demo(client):
        yield


@contextlib.contextmanager
def _signed_in_as_demo(client: ApiClient) -> Iterator[None]:
    account = client.service().demo_account
    if account is None:
        raise NotSignedIn(client.server_url)
    with _new_session(client, account.email, account.password):
        yield


@contextlib.contextmanager
def _new_session(client: ApiClient, email: str, password: str) -> Iterator[None]:
    client.token = client.sign_in(email, password, device=device_name()).token
    try:
        yield
    finally:
        with contextlib.suppress(DesktopError):
            client.sign_out()


def _is_valid(client: ApiClient, token: str) -> bool:
    client.token = token
    try:
        client.session()
    except ApiError as error:
        client.token = None
        if error.ends_session:
            return False
        raise
    return True


def _upload(client: ApiClient, photo: PhotoFile, bar: ProgressBar) -> str:
    def on_progress(sent_bytes: int) -> None:
        share = sent_bytes / len(photo.data)
        bar.show("Uploading", _CLOUD_UP_TO + (_UPLOAD_UP_TO - _CLOUD_UP_TO) * share)

    return upload_photo(client, photo.data, photo.content_type, on_progress)


def _ask(client: ApiClient, file_key: str, style: Style, wish: str) -> Image:
    try:
        request = GenerateRequest(original_file_key=file_key, style=style, prompt=wish)
    except pydantic.ValidationError as error:
        raise InvalidInput("The wish holds characters that cannot be sent.") from error
    key = str(uuid.uuid4())
    for pause_s in _RETRY_PAUSES_S:
        try:
            return client.generate(request, idempotency_key=key).image
        except DesktopError as error:
            # The same key again has the effect of one, whatever became of the first request.
            if not error.is_temporary:
                raise
            time.sleep(pause_s)
    return client.generate(request, idempotency_key=key).image


def _result(client: ApiClient, image: Image) -> bytes:
    if image.status is not GenerationStatus.COMPLETED:
        raise NotMade(image)
    return download_file(client, image, lambda each: each.result)


def _content_type(image: Image) -> str:
    return image.result.content_type if image.result else ""


def _write(path: Path, data: bytes) -> None:
    try:
        write_atomically(path, data, mode=0o644, durable=False)
    except OSError as error:
        raise FileNotWritten(str(path), error.strerror or "the disk refused it") from error
