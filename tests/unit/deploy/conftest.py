"""The demonstration's returns, generated once a session."""

from collections.abc import Mapping
from typing import Any

import pytest

from deploy.demonstration.figures import load_figures
from deploy.demonstration.returns import demonstration_returns

Documents = Mapping[tuple[str, str], Any]


@pytest.fixture(scope="session")
def documents() -> Documents:
    """Return documents by la_code and month."""
    return {
        (item.la_code, str(item.month)): item.document
        for la_code in load_figures()
        for item in demonstration_returns(la_code)
    }
