"""What a starting local cloud tells, to a program as JSON lines or to a person as text."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Progress:
    """A step begins; `fraction` of the whole lies behind."""

    message: str
    fraction: float


@dataclass(frozen=True, slots=True)
class Ready:
    """It answers at `url`."""

    url: str
    attached: bool
    """Whether it was running already, in process `pid`."""
    pid: int
    demo_account: dict[str, str] | None
    """`email` and `password`."""
    data_folder: Path


@dataclass(frozen=True, slots=True)
class Failed:
    """It does not run."""

    message: str
    log_path: Path | None


Event = Progress | Ready | Failed


class Reporter(Protocol):
    """Who tells the events on."""

    def report(self, event: Event) -> None:
        """Tell one event."""
        ...


class JsonLines:
    """One JSON object a line, for the app."""

    def report(self, event: Event) -> None:
        """Print it; nobody may be listening any more."""
        _print(json.dumps(self._content(event)))

    @staticmethod
    def _content(event: Event) -> dict[str, object]:
        match event:
            case Progress():
                return {"event": "progress", "message": event.message, "fraction": event.fraction}
            case Ready():
                return {
                    "event": "ready",
                    "url": event.url,
                    "attached": event.attached,
                    "pid": event.pid,
                    "demoAccount": event.demo_account,
                }
            case Failed():
                log = str(event.log_path) if event.log_path else None
                return {"event": "failed", "message": event.message, "log": log}


class PlainText:
    """Sentences, for a terminal."""

    def report(self, event: Event) -> None:
        """Print it; nobody may be listening any more."""
        match event:
            case Progress():
                _print(f"{event.message} ...")
            case Ready():
                _print(self._ready(event))
            case Failed():
                details = f" Details: {event.log_path}" if event.log_path else ""
                sys.stderr.write(f"{event.message}{details}\n")

    @staticmethod
    def _ready(event: Ready) -> str:
        lines = [f"PlushifyMe runs at {event.url}"]
        if event.attached:
            lines = [f"PlushifyMe runs already at {event.url} (process {event.pid})"]
        if event.demo_account:
            account = event.demo_account
            lines.append(f"  Demo account  {account['email']} / {account['password']}")
        lines.append(f"  API document  {event.url}/api/openapi.json")
        lines.append(f"  Data folder   {event.data_folder}")
        if not event.attached:
            lines.append("Press Ctrl+C to stop it.")
        return "\n".join(lines)


def _print(line: str) -> None:
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except OSError:
        # The reader is gone. Whether that ends us is for `--with-parent` to say.
        return
