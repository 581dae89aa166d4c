"""The status symbols of figures and what each means, in the words pages and legends use."""

SYMBOLS = {
    "c": "hidden to protect confidentiality",
    "x": "not reported",
    "z": "not applicable",
    "u": "reported as unreliable",
    "low": "rounds to zero, but is not zero",
    "p": "provisional: working figures, not certified",
}
