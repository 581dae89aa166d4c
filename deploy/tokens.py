"""Bearer tokens for the command line: the caller's own, or a demonstration account's."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.accounts import LIFETIME_SECONDS, mint_token
from shared.runtime.config import Settings

MARGIN_SECONDS = 300


def token_source(
    settings: Settings, env: Mapping[str, str], role: str, la_code: str | None = None
) -> Callable[[], str]:
    """WORKFORCE_TOKEN, or the file named by WORKFORCE_TOKEN_FILE, or else a demonstration account's token.

    A demonstration token is made anew well before it ends. Raises BadSettings when production is given none.
    """
    if "WORKFORCE_TOKEN" in env:
        given = env["WORKFORCE_TOKEN"].strip()
        return lambda: given
    if "WORKFORCE_TOKEN_FILE" in env:
        read = Path(env["WORKFORCE_TOKEN_FILE"]).read_text(encoding="utf-8").strip()
        return lambda: read
    return demonstration_token(settings, role, la_code)


def demonstration_token(settings: Settings, role: str, la_code: str | None = None) -> Callable[[], str]:
    """Tokens of a demonstration account for as long as the caller needs them."""
    made = mint_token(settings, role, la_code=la_code)
    made_at = time.monotonic()

    def current() -> str:
        nonlocal made, made_at
        if time.monotonic() - made_at > LIFETIME_SECONDS - MARGIN_SECONDS:
            made, made_at = mint_token(settings, role, la_code=la_code), time.monotonic()
        return made

    return current
