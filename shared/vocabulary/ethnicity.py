"""Ethnic groups: the harmonised categories of 2021, and DfE census codes mapped to them.

Source of the categories: Government Statistical Service harmonised standard, 2021; of the census codes: CSWW
code set CS080. The census has no code for Gypsy or Irish Traveller, Roma or Arab.
"""

from typing import Final

from shared.vocabulary.codes import Codes

ETHNICITIES: Final[Codes] = {
    "white_british": "White: English, Welsh, Scottish, Northern Irish or British",
    "white_irish": "White: Irish",
    "white_gypsy_or_traveller": "White: Gypsy or Irish Traveller",
    "white_roma": "White: Roma",
    "white_other": "White: any other background",
    "mixed_white_black_caribbean": "Mixed: White and Black Caribbean",
    "mixed_white_black_african": "Mixed: White and Black African",
    "mixed_white_asian": "Mixed: White and Asian",
    "mixed_other": "Mixed: any other background",
    "asian_indian": "Asian: Indian",
    "asian_pakistani": "Asian: Pakistani",
    "asian_bangladeshi": "Asian: Bangladeshi",
    "asian_chinese": "Asian: Chinese",
    "asian_other": "Asian: any other background",
    "black_african": "Black: African",
    "black_caribbean": "Black: Caribbean",
    "black_other": "Black: any other background",
    "arab": "Other: Arab",
    "other": "Other: any other ethnic group",
    "prefer_not_to_say": "Prefer not to say",
    "not_known": "Not known",
}
KNOWN: Final = frozenset(ETHNICITIES) - {"prefer_not_to_say", "not_known"}
ETHNIC_MINORITY: Final = frozenset(code for code in KNOWN if not code.startswith("white_"))
"""Mixed, Asian, Black and Other groups; White minorities are not in the programme's count."""

CENSUS_CODES: Final[Codes] = {
    "WBRI": "white_british",
    "WIRI": "white_irish",
    "WOTH": "white_other",
    "MWBC": "mixed_white_black_caribbean",
    "MWBA": "mixed_white_black_african",
    "MWAS": "mixed_white_asian",
    "MOTH": "mixed_other",
    "AIND": "asian_indian",
    "APKN": "asian_pakistani",
    "ABAN": "asian_bangladeshi",
    "AOTH": "asian_other",
    "CHNE": "asian_chinese",
    "BCRB": "black_caribbean",
    "BAFR": "black_african",
    "BOTH": "black_other",
    "OOTH": "other",
    "REFU": "prefer_not_to_say",
    "NOBT": "not_known",
}
