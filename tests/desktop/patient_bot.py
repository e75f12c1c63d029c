"""pytest-qt's hands, with more patience: a loaded machine is slow, and that is no failure."""

from typing import Final

from pytestqt.qtbot import QtBot

PATIENCE_MS: Final = 30_000


class PatientBot(QtBot):
    """Waits this long unless told otherwise; the own default is five seconds."""

    def waitUntil(self, callback, *, timeout=PATIENCE_MS):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N802 - as pytest-qt has it
        """Wait until the callback is true."""
        return super().waitUntil(callback, timeout=timeout)

    def waitExposed(self, widget, *, timeout=PATIENCE_MS):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N802 - as pytest-qt has it
        """Wait until a window is on the screen."""
        return super().waitExposed(widget, timeout=timeout)

    def waitSignal(self, signal, *, timeout=PATIENCE_MS, **options):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN003, ANN201, N802 - as pytest-qt has it
        """Wait for one signal."""
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitSignals(self, signals, *, timeout=PATIENCE_MS, **options):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN003, ANN201, N802 - as pytest-qt has it
        """Wait for several signals."""
        return super().waitSignals(signals, timeout=timeout, **options)
