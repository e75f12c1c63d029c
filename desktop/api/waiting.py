"""Waiting for generations to end, without a window."""

import time
from collections.abc import Callable, Iterable

from desktop.api.client import ApiClient
from desktop.api.events import open_events
from desktop.errors import ServerUnreachable, UnexpectedAnswer
from shared.events import HelloEvent, ImageEvent, PreviewEvent
from shared.gallery import Image

_POLL_S = 1.0
_PATIENCE_S = 60.0
"""So long the server may be silent before waiting is given up."""

OnChange = Callable[[Image], None]
OnPreview = Callable[[PreviewEvent], None]


def wait_until_final(
    client: ApiClient,
    images: Iterable[Image],
    on_change: OnChange | None = None,
    on_preview: OnPreview | None = None,
) -> dict[str, Image]:
    """Wait until each image is final, by the event stream; while it is broken, by asking.

    Returns:
        The final images by id.

    Raises:
        ServerUnreachable: Nothing was heard for a minute. The generations go on at the server.
        ApiError: The session has ended.
    """
    return _Wait(client, list(images), on_change, on_preview).run()


class _Wait:
    def __init__(
        self,
        client: ApiClient,
        images: list[Image],
        on_change: OnChange | None,
        on_preview: OnPreview | None,
    ) -> None:
        self._client = client
        self._final: dict[str, Image] = {}
        self._open_ids = {image.id for image in images}
        # The stream replays what has happened since the oldest of them was asked for.
        self._since = min((image.revision for image in images), default=1) - 1
        self._on_change = on_change
        self._on_preview = on_preview
        self._heard_at = time.monotonic()

    def run(self) -> dict[str, Image]:
        while self._open_ids:
            try:
                self._listen()
            except (ServerUnreachable, UnexpectedAnswer):
                self._check_patience()
            if not self._open_ids:
                break
            time.sleep(_POLL_S)
            try:
                self._ask()
            except ServerUnreachable:
                self._check_patience()
        return self._final

    def _listen(self) -> None:
        with open_events(self._client.line, self._since) as events:
            for event in events:
                self._heard_at = time.monotonic()
                if isinstance(event, ImageEvent):
                    self._since = max(self._since, event.image.revision)
                    self._take(event.image)
                elif isinstance(event, HelloEvent) and event.resync_required:
                    self._ask()
                elif isinstance(event, PreviewEvent) and self._on_preview is not None:
                    self._on_preview(event)
                if not self._open_ids:
                    return

    def _ask(self) -> None:
        for image_id in sorted(self._open_ids):
            self._take(self._client.generation(image_id).image)
        self._heard_at = time.monotonic()

    def _take(self, image: Image) -> None:
        if image.id not in self._open_ids:
            return
        if self._on_change is not None:
            self._on_change(image)
        if image.status.is_final:
            self._open_ids.discard(image.id)
            self._final[image.id] = image

    def _check_patience(self) -> None:
        if time.monotonic() - self._heard_at > _PATIENCE_S:
            raise ServerUnreachable(self._client.server_url)
