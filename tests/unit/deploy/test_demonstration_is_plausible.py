"""What DfE does not publish is made up, and stays within what an authority could report."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from deploy.demonstration.figures import MONTHS
from shared.vocabulary.ethnicity import ETHNIC_MINORITY, KNOWN
from shared.vocabulary.identifiers import find_identifier, is_reference

Documents = Mapping[tuple[str, str], Any]
DIGEST = """
import hashlib, json
from deploy.demonstration.returns import demonstration_returns
rows = [item.document for item in demonstration_returns("335")]
print(hashlib.sha256(json.dumps(rows).encode()).hexdigest())
"""


def test_another_process_with_other_hash_seeds_writes_the_same_bytes(documents: Documents) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    other = subprocess.run(
        [sys.executable, "-c", DIGEST], check=True, capture_output=True, text=True, env=environment
    )
    rows = [documents["335", str(month)] for month in MONTHS]
    assert other.stdout.strip() == hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def test_an_assignment_goes_on_from_month_to_month_until_it_ends(documents: Documents) -> None:
    starts: dict[str, str] = {}
    ended: set[str] = set()
    for month in MONTHS:
        for row in documents["330", str(month)]["agency_assignments"]:
            reference = row["assignment_ref"]
            assert reference not in ended
            assert starts.setdefault(reference, row["start_date"]) == row["start_date"]
            assert date.fromisoformat(row["start_date"]) <= month.last_day
            if row["end_date"]:
                assert month.first_day <= date.fromisoformat(row["end_date"]) < month.last_day
                ended.add(reference)
    assert len(ended) > 100


def test_spend_is_the_sum_of_what_the_assignments_cost(documents: Documents) -> None:
    for document in documents.values():
        costs = sum(row["cost_pence"] for row in document["agency_assignments"])
        assert document["agency_spend"]["cost_pence"] == costs


def test_vacancy_cover_never_exceeds_the_vacancies(documents: Documents) -> None:
    for document in documents.values():
        live = [row for row in document["agency_assignments"] if row["end_date"] is None]
        cover = sum(Decimal(row["fte"]) for row in live if row["reason"] == "vacancy_cover")
        assert cover <= sum(Decimal(row["vacancy_fte"]) for row in document["workforce"])


def test_each_quarter_has_enough_posts_for_the_regional_ethnicity_figure(documents: Documents) -> None:
    for month in MONTHS:
        if not month.ends_quarter:
            continue
        holders: dict[str, int] = {}
        others = 0
        for (la_code, of_month), document in documents.items():
            if of_month == str(month):
                groups = [post["ethnicity"] for post in document["leadership_posts"]]
                holders[la_code] = sum(group in ETHNIC_MINORITY for group in groups)
                others += sum(group in KNOWN - ETHNIC_MINORITY for group in groups)
        minority = sum(holders.values())
        assert minority >= 10
        assert others >= 10
        assert sum(count > 0 for count in holders.values()) >= 5
        assert max(holders.values()) * 2 <= minority


def test_nobody_who_is_known_by_the_post_gets_an_ethnicity_made_up(documents: Documents) -> None:
    for document in documents.values():
        directors = [post for post in document.get("leadership_posts", ()) if post["tier"] == 1]
        assert [post["ethnicity"] for post in directors] in ([], ["prefer_not_to_say"])


def test_references_are_well_formed_and_texts_name_nobody(documents: Documents) -> None:
    references = {row["assignment_ref"] for d in documents.values() for row in d["agency_assignments"]}
    assert all(is_reference(reference, "a") for reference in references)
    leavers = [row["leaver_ref"] for document in documents.values() for row in document["leavers"]]
    assert all(is_reference(reference, "w") for reference in leavers)
    assert len(set(leavers)) == len(leavers)
    texts = {entry["text"] for document in documents.values() for entry in document["unreliable"]}
    for document in documents.values():
        texts |= {row["explanation"] for row in document.get("rule_compliance", ()) if row["explanation"]}
    assert texts
    assert [text for text in texts if find_identifier(text, free_text=True)] == []
