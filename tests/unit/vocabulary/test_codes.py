from shared.vocabulary import codes, roles
from shared.vocabulary.ethnicity import CENSUS_CODES, ETHNIC_MINORITY, ETHNICITIES, KNOWN


def test_there_are_19_groups_and_two_ways_of_not_knowing() -> None:
    assert len(KNOWN) == 19
    assert set(ETHNICITIES) - KNOWN == {"prefer_not_to_say", "not_known"}


def test_ethnic_minority_is_mixed_asian_black_and_other_but_no_white_group() -> None:
    assert {group for group in KNOWN if group.startswith("white")} == KNOWN - ETHNIC_MINORITY
    assert {"arab", "other", "asian_chinese", "mixed_other", "black_caribbean"} <= ETHNIC_MINORITY


def test_every_census_code_maps_to_a_group_and_the_census_cannot_tell_three_apart() -> None:
    assert len(CENSUS_CODES) == 18
    assert set(ETHNICITIES) - set(CENSUS_CODES.values()) == {"white_gypsy_or_traveller", "white_roma", "arab"}


def test_every_role_but_the_agency_reads_the_region_and_belongs_to_an_authority_or_the_region() -> None:
    assert {roles.AGENCY} == roles.ALL_ROLES - roles.READERS
    assert roles.AUTHORITY_ROLES | roles.REGIONAL_ROLES == roles.READERS
    assert not roles.AUTHORITY_ROLES & roles.REGIONAL_ROLES


def test_every_code_has_words() -> None:
    lists = [value for name, value in vars(codes).items() if name.isupper()]
    assert len(lists) >= 20
    for code_list in lists:
        assert all(code and words.strip() for code, words in code_list.items())
        assert len(set(code_list.values())) == len(code_list)
