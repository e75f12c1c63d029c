"""The command `plushifyme-server local` as its users run it: a process and its lines."""

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psutil

PROJECT = Path(__file__).parents[3]
START_TIMEOUT_S = 100.0


def environment() -> dict[str, str]:
    """Ours; compiled files are kept for the next test run where they may not lie beside."""
    given = dict(os.environ)
    if given.get("PYTHONDONTWRITEBYTECODE"):
        given["PYTHONPYCACHEPREFIX"] = str(PROJECT / "build" / "bytecode")
    return given


class RunningCloud:
    """One run of the command on a data folder, told to end by closing its standard input."""

    def __init__(self, folder: Path, *options: str, **variables: str) -> None:
        self.folder = folder
        self.events: list[dict[str, Any]] = []
        command = [sys.executable, "-m", "backend", "local", "--json", "--with-parent"]
        self.process = subprocess.Popen(
            [*command, "--data-folder", str(folder), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment() | variables,
            cwd=PROJECT,
        )
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def outcome(self) -> dict[str, Any]:
        """Wait for the `ready` or the `failed` line."""
        while True:
            line = self._lines.get(timeout=START_TIMEOUT_S)
            assert line, f"it ended without a word: {self.events}"
            self.events.append(json.loads(line))
            if self.events[-1]["event"] != "progress":
                return self.events[-1]

    def ready(self) -> dict[str, Any]:
        """Wait until it is ready."""
        outcome = self.outcome()
        assert outcome["event"] == "ready", outcome
        return outcome

    def pids(self) -> dict[str, int]:
        """The processes of its parts, by name."""
        try:
            state = json.loads((self.folder / "state.json").read_text())
        except FileNotFoundError:
            return {}
        if state["pid"] != self.process.pid:
            return {}  # Of a run before, which was killed.
        return {part["name"]: part["pid"] for part in state["parts"]}

    def processes(self) -> list[psutil.Process]:
        """All processes that belong to it, itself included."""
        itself = psutil.Process(self.process.pid)
        return [itself, *itself.children(recursive=True)]

    def stop(self) -> int:
        """Close its standard input and wait for the end; the exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.wait()

    def wait(self) -> int:
        """Wait for its end; the exit code."""
        exit_code = self.process.wait(90)
        self._reader.join(30)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
        return exit_code

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(b"")
