"""Loads the demonstration region through the public API, as its own accounts; again changes nothing."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field

from deploy.client import CallFailed
from deploy.demonstration.callers import Callers, LoadFailed, call
from deploy.demonstration.figures import MONTHS, WINDOWS, load_figures
from deploy.demonstration.publication import QUARTERS, publish_releases, unpublished_quarters
from deploy.demonstration.seeds import load_protocols
from deploy.demonstration.submission import submit_authority
from deploy.progress import Progress
from shared.vocabulary.region import Region
from shared.vocabulary.roles import REGIONAL_ADMIN

AUTHORITIES_AT_ONCE = 4
READY_SECONDS = 60
FAR_DAY = "2099-12-31"
"""The windows stay open, and nothing in them is late, on whatever day somebody tries the demonstration."""


@dataclass
class Load:
    """One loading; `stop` ends it between two requests."""

    callers: Callers
    region: Region
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> bool:
        """False when everything was there already. Raises LoadFailed."""
        self._check_region()
        self._await_services()
        if not unpublished_quarters(self.callers):
            return False
        load_protocols(self.callers)
        self._open_windows()
        self._submit_returns()
        if not self.stop.is_set():
            with self._counted("Quarters published", len(QUARTERS)) as step:
                publish_releases(self.callers, step, self.stop)
        return True

    def _check_region(self) -> None:
        missing = set(self.region.la_codes) - set(load_figures())
        if not self.region.demonstration or missing:
            raise LoadFailed(
                f"there is no demonstration of the region {self.region.region_id}; "
                "it is made for the West Midlands file in deploy/seed, and for no other"
            )

    def _await_services(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        client = self.callers.anyone()
        for service in self.callers.urls:
            while not self.stop.is_set():
                try:
                    reply = client.get(f"/{service}/health/ready")
                    told = reply.told()
                    if reply.accepted:
                        break
                except CallFailed as error:
                    told = str(error)
                if time.monotonic() > deadline:
                    raise LoadFailed(f"{service} is not ready after {READY_SECONDS} s: {told}")
                self.stop.wait(0.2)
        client.close()

    def _open_windows(self) -> None:
        client = self.callers.account(REGIONAL_ADMIN)
        there = {item["month"] for item in call(client, "GET", "/register/v1/windows").body["items"]}
        for month in WINDOWS:
            if str(month) not in there:
                window = {"opens": str(month.plus(1).first_day), "due": FAR_DAY, "closes": FAR_DAY}
                call(client, "PUT", f"/register/v1/windows/{month}", window)
        client.close()

    def _submit_returns(self) -> None:
        with (
            self._counted("Returns submitted and certified", len(self.region.la_codes) * len(MONTHS)) as step,
            ThreadPoolExecutor(AUTHORITIES_AT_ONCE) as pool,
        ):
            under_way: list[Future[None]] = [
                pool.submit(submit_authority, self.callers, la_code, step, self.stop.is_set)
                for la_code in self.region.la_codes
            ]
            try:
                for finished in as_completed(under_way):
                    finished.result()
            except BaseException:
                # the others end at their next return instead of finishing all 24
                self.stop.set()
                raise

    @contextmanager
    def _counted(self, what: str, total: int) -> Iterator[Callable[[], None]]:
        progress = Progress(what, total)
        yield progress.step
        progress.finish()
