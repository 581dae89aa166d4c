"""Sizes, names and words that a reader can rely on, and guards that do find a breach."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import house

ROOT = Path(__file__).resolve().parents[2]
Guard = Callable[[Path], list[str]]
VIEW = 'def view():\n    """Read something"""\n' + "    a = 1\n" * 11 + "    return a\n"
SHORTER_VIEW = VIEW.replace("    a = 1\n", "", 1)
SEEDS: list[tuple[Guard, str, str, str]] = [
    (house.long_files, "services/rates/rules/caps.py", "a = 1\n" * 251, " (251)"),
    (house.long_files, "tests/unit/test_caps.py", "a = 1\n" * 401, " (401)"),
    (house.long_functions, "shared/runtime/relay.py", "def f():\n" + "    a = 1\n" * 40, ":f (41)"),
    (
        house.long_functions,
        "deploy/load.py",
        "class A:\n    def f(self):\n" + "        a = 1\n" * 40,
        ":f (41)",
    ),
    (house.long_views, "services/register/routes/windows.py", f'@windows.route("/a")\n{VIEW}', ":view (13)"),
    (house.long_views, "services/reporting/pages.py", f'@pages.get("/a")\n{VIEW}', ":view (13)"),
    (house.vague_names, "services/rates/date_utils.py", "", ""),
    (house.vague_names, "shared/common/words.py", "", ""),
    (house.clock_readers, "services/rates/rules/caps.py", "TODAY = date.today()\n", ""),
    (
        house.http_clients,
        "services/reporting/actions/facts.py",
        "import urllib.request\n",
        ": urllib.request",
    ),
    (house.http_clients, "services/rates/app.py", "from urllib import request\n", ": urllib.request"),
    (house.foreign_words, "docs/operations.md", "Run it from " + "/ho" + "me/someone/suite.\n", ""),
    (house.foreign_words, "requirements/dev.txt", "--index-url https://py" + "pi.org/simple\n", ""),
]


@pytest.mark.parametrize(
    "guard",
    [
        house.long_files,
        house.long_functions,
        house.long_views,
        house.vague_names,
        house.silent_packages,
        house.clock_readers,
        house.http_clients,
        house.late_imports,
        house.foreign_words,
    ],
)
def test_nothing_in_the_tree_offends(guard: Guard) -> None:
    assert guard(ROOT) == [], guard.__doc__


@pytest.mark.parametrize(("guard", "name", "text", "found"), SEEDS)
def test_a_seeded_breach_is_found(guard: Guard, name: str, text: str, found: str, tmp_path: Path) -> None:
    write(tmp_path, name, text)
    assert guard(tmp_path) == [f"{name}{found}"]


@pytest.mark.parametrize(
    ("guard", "name", "text"),
    [
        (house.long_files, "services/rates/rules/caps.py", "a = 1\n" * 250),
        (house.long_functions, "shared/runtime/relay.py", "def f():\n" + "    a = 1\n" * 39),
        (
            house.long_views,
            "services/reporting/pages.py",
            f'@pages.get("/a")\n{SHORTER_VIEW}',
        ),
        (house.long_views, "services/reporting/dashboard.py", f'@pages.get("/a")\n{VIEW}'),
        (house.vague_names, "services/rates/rules/basis.py", ""),
        (house.http_clients, "services/rates/app.py", "from urllib.parse import urlencode\n"),
        (house.clock_readers, "shared/runtime/db.py", "def utc_now(): return datetime.now(UTC)\n"),
    ],
)
def test_what_is_just_within_the_rules_is_left_alone(
    guard: Guard, name: str, text: str, tmp_path: Path
) -> None:
    write(tmp_path, name, text)
    assert guard(tmp_path) == []


def test_a_package_without_a_first_page_is_found(tmp_path: Path) -> None:
    for package in house.PACKAGES:
        write(tmp_path, f"{package}/__init__.py", "" if package == "shared" else '"""What it is."""\n')
    assert house.silent_packages(tmp_path) == ["shared"]


def test_an_import_inside_a_function_is_found_even_where_a_comment_allows_it(tmp_path: Path) -> None:
    write(tmp_path, "shared/errors.py", "import json\n")
    write(tmp_path, "services/rates/app.py", "def f():\n    import json  # noqa: PLC0415\n    return json\n")
    (found,) = house.late_imports(tmp_path)
    assert found.startswith("services/rates/app.py:2:")


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
