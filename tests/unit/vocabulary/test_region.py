import json
from pathlib import Path
from typing import Any

import pytest

from shared.vocabulary.region import load_region

SEED = Path(__file__).parents[3] / "deploy" / "seed" / "west_midlands.json"


def written(folder: Path, **changes: Any) -> Path:
    path = folder / "region.json"
    path.write_text(json.dumps(json.loads(SEED.read_text(encoding="utf-8")) | changes), encoding="utf-8")
    return path


def test_the_demonstration_region_is_the_west_midlands_with_its_14_authorities() -> None:
    region = load_region(SEED)
    assert (region.region_id, region.region_code) == ("west-midlands-demonstration", "E12000005")
    assert region.demonstration is True
    assert len(region.authorities) == 14
    walsall = region.authority("335")
    assert (walsall.name, walsall.la_ons_code) == ("Walsall", "E08000030")
    assert region.authority("884").ees_name == "Herefordshire, County of"


def test_an_authority_of_another_region_is_not_in_it() -> None:
    region = load_region(SEED)
    assert "831" not in region.la_codes
    with pytest.raises(KeyError):
        region.authority("831")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"region_id": ""}, "region_id"),
        ({"region_code": 5}, "region_code"),
        ({"demonstration": "yes"}, "demonstration"),
        ({"authorities": []}, "authorities"),
        ({"authorities": ["335"]}, "an authority is an object"),
        ({"authorities": [{"la_code": 335}]}, "la_code"),
        ({"authorities": [{"la_code": "33"}]}, "three digits"),
        ({"authorities": [{"la_code": "335", "la_ons_code": "E08000030", "name": "Walsall"}]}, "ees_name"),
    ],
)
def test_a_region_file_that_is_wrong_says_where(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        load_region(written(tmp_path, **changes))


def test_an_authority_given_twice_is_refused(tmp_path: Path) -> None:
    authorities = json.loads(SEED.read_text(encoding="utf-8"))["authorities"]
    with pytest.raises(ValueError, match="twice"):
        load_region(written(tmp_path, authorities=[*authorities, authorities[0]]))


def test_a_file_that_is_not_an_object_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "region.json"
    path.write_text("[]")
    with pytest.raises(ValueError, match="one JSON object"):
        load_region(path)
