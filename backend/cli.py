"""`plushifyme-server`: one command for each thing a server's owner does.

A command's module is imported only when the command is used, so each starts quickly and needs
only what it uses.
"""

import argparse
import gc
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from backend.errors import CommandFailed, SettingsError
from shared.version import VERSION

_FAILED: Final = 1
_WRONG_SETTINGS: Final = 2


class Command(Protocol):
    """What a command's module offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say which arguments the command takes."""
        ...

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; the exit code.

        Raises:
            SettingsError: A setting is missing or wrong.
            CommandFailed: It cannot be done.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Entry:
    module: str
    summary: str


COMMANDS: Final = {
    "serve": _Entry("backend.serve", "run the HTTP server"),
    "worker": _Entry("backend.worker.command", "make the pictures that are asked for"),
    "local": _Entry("backend.local_cloud.command", "run everything on this computer"),
    "migrate": _Entry("backend.db.command", "bring the database up to date"),
    "seed": _Entry("backend.seed", "add the demo account"),
    "grant": _Entry("backend.grant", "give credits to an account"),
    "audit": _Entry("backend.audit", "check that every credit and picture is accounted for"),
    "openapi": _Entry("backend.openapi", "print the OpenAPI document"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 when it failed, 2 for wrong settings or arguments."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = next((word for word in given if word in COMMANDS), None)
    parser = argparse.ArgumentParser(prog="plushifyme-server", description="PlushifyMe's server")
    parser.add_argument("--version", action="version", version=VERSION)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    command: Command | None = None
    for name, entry in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=entry.summary, description=entry.summary)
        if name == chosen:
            command = _import(entry.module)
            command.add_arguments(subparser)
    parsed = parser.parse_args(given)
    assert command is not None  # noqa: S101 - the parser has refused everything else
    try:
        return command.run(parsed)
    except SettingsError as error:
        return _complain(f"Wrong settings: {error}", _WRONG_SETTINGS)
    except CommandFailed as error:
        return _complain(str(error), _FAILED)
    except KeyboardInterrupt:
        return _FAILED


def _import(module: str) -> Command:
    """Import without garbage collection: a third of the time went into looking for garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        command: Command = importlib.import_module(module)
    finally:
        if was_enabled:
            gc.freeze()
            gc.enable()
    return command


def _complain(message: str, exit_code: int) -> int:
    sys.stderr.write(f"plushifyme-server: {message}\n")
    return exit_code
