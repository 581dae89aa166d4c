"""Progress a person can follow: one line that moves on a terminal, a few lines in a log."""

import sys
import threading
import time
from typing import TextIO

LINES_IN_A_LOG = 6


class Progress:
    """Counts steps from several threads; `finish` says how long they took."""

    def __init__(self, what: str, total: int, stream: TextIO | None = None) -> None:
        self._what, self._total = what, total
        self._stream = stream or sys.stdout
        self._done = 0
        self._shown = 0
        self._started = time.monotonic()
        self._lock = threading.Lock()

    def step(self) -> None:
        with self._lock:
            self._done += 1
            if self._stream.isatty():
                self._write(f"\r{self._line()}", end="")
            elif self._done * LINES_IN_A_LOG // self._total > self._shown:
                self._shown = self._done * LINES_IN_A_LOG // self._total
                self._write(self._line())

    def finish(self) -> None:
        """End the moving line."""
        seconds = time.monotonic() - self._started
        if self._stream.isatty():
            self._write(f"\r{self._line()} in {seconds:.0f} s")

    def _line(self) -> str:
        return f"  {self._what}: {self._done} of {self._total}"

    def _write(self, text: str, end: str = "\n") -> None:
        print(text, end=end, file=self._stream, flush=True)
