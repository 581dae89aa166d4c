"""References as an authority would make them, but with keys that are public: they protect nobody."""

import hashlib
from typing import Literal

from deploy.demonstration.chance import SEED
from shared.vocabulary.identifiers import make_reference


def reference(purpose: Literal["p", "w", "a"], la_code: str, local_id: str) -> str:
    """Of a post ("p"), worker ("w") or assignment ("a"); each authority and purpose has its own key."""
    key = hashlib.sha256(f"{SEED}/{la_code}/{purpose}".encode()).digest()
    return make_reference(key, purpose, la_code, local_id)
