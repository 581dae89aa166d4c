"""Forms of identifiers in normalised text (capitals, ASCII digits), strict ones and those for sentences.

In a code, a key or a file name anything that could be an identifier is refused. In a sentence people write
"SW 2 vacancies", "£41250000", "01/04/2026" and "Q3 2025-26", so there a form must leave no such reading.
Sources: V01 and V02 HMRC manual NIM39110; V03 Social Work England's register; V06 Royal Mail's areas; V08 the
NHS number's check digit.
"""

import re
from typing import Final

Patterns = tuple[tuple[str, re.Pattern[str]], ...]


def _compile(*pairs: tuple[str, str]) -> Patterns:
    return tuple((rule, re.compile(pattern)) for rule, pattern in pairs)


_PREFIX: Final = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
# two letters that begin an insurance number and are also a word or a common abbreviation before a figure
_WORD: Final = r"(?:AM|AN|AS|AT|BY|CA|EG|HE|HR|LA|ME|MY|PA|RE|SE|SW|WE)"
_AREA: Final = (
    r"(?:A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE"
    r"|K[ATWY]|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]"
    r"|UB|W[ACDFNRSV]?|YO|ZE)"
)
_INWARD: Final = r"\d[ABD-HJLNP-UW-Z]{2}"
_MONTH_NAME: Final = r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*"
_BIRTH_YEAR: Final = r"(?:19[2-9]\d|200\d|2010)"
_BIRTH_YEAR_SHORT: Final = r"(?:3[6-9]|[4-9]\d)"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_DAY_2: Final = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH_2: Final = r"(?:0[1-9]|1[0-2])"
_SEPARATOR: Final = r"\s?[/.\-\s]\s?"
_NOT_MONEY: Final = r"(?<![\d£$€./+-])(?<!\d,)(?<!£ )"
_TO_NUMBER: Final = r"\s?(?:NO|NUMBER|NUM|ID|REF|CODE)?\.?\s?(?:IS|WAS|:|=|#)?\s?"

_DATES: Final = _compile(
    ("V07", rf"(?<!\d){_DAY}{_SEPARATOR}{_MONTH}{_SEPARATOR}{_BIRTH_YEAR}(?!\d)"),
    ("V07", rf"(?<!\d){_MONTH}{_SEPARATOR}{_DAY}{_SEPARATOR}{_BIRTH_YEAR}(?!\d)"),
    ("V07", rf"(?<!\d){_BIRTH_YEAR}{_SEPARATOR}{_MONTH}{_SEPARATOR}{_DAY}(?!\d)"),
    ("V07", rf"(?<![\d/.-]){_DAY_2}([/.-]){_MONTH_2}\1{_BIRTH_YEAR_SHORT}(?![\d/.-]\d|\d)"),
    ("V07", rf"(?<!\d){_DAY}(?:ST|ND|RD|TH)?[\s-]*(?:OF\s)?{_MONTH_NAME}[\s,-]*{_BIRTH_YEAR}(?!\d)"),
    ("V07", rf"\b{_MONTH_NAME}\s?{_DAY}(?:ST|ND|RD|TH)?[\s,]+{_BIRTH_YEAR}(?!\d)"),
    ("V07", rf"{_NOT_MONEY}(?:{_BIRTH_YEAR}{_MONTH_2}{_DAY_2}|{_DAY_2}{_MONTH_2}{_BIRTH_YEAR})(?!\d)"),
    ("V07", r"\b(?:D\.?O\.?B\b|DATE OF BIRTH|BIRTH ?DATE|BORN)\D{0,15}\d"),
)
_ALWAYS: Final = _compile(
    ("V01", r"\b[A-CEGHJ-PR-TW-Z] [A-CEGHJ-NPR-TW-Z] (?:\d ){5}\d(?: [A-D])?\b"),
    (
        "V03",
        r"\b(?:SWE|SOCIAL WORK ENGLAND)\s?(?:REG\w*)?\s?(?:NO|NUMBER|ID)?\.?\s?:?\s?"
        r"(?!20[1-3]\d\b)\d{3,7}\b",
    ),
    ("V04", r"[^\s@]{1,64}@[^\s@]{1,255}\.[A-Z]{2,}"),
    ("V04", r"MAILTO:"),
    ("V04", r"[\w.+-]{1,64}\s?[(\[{]\s?AT\s?[)\]}]\s?[\w-]{1,63}\s?(?:\.|[(\[{]\s?DOT\s?[)\]}]|\sDOT\s)"),
    ("V04", r"\b[\w.+-]{1,64} AT [\w-]{1,63} DOT [A-Z]{2,}"),
    ("V10", r"\b[A-Z9]{5}\s?\d[0156]\d(?:0[1-9]|[12]\d|3[01])\d\s?[A-Z9]{2}[A-Z0-9]{3}\b"),
    ("V10", r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b"),
    ("V10", r"\bGB\d{2}\s?[A-Z]{4}(?:\s?\d){14}\b"),
    ("V10", r"\b\d{2}[ -]\d{2}[ -]\d{2}[\s,/]{1,3}\d{8}\b"),
    ("V10", rf"\b(?:SORT ?CODE|ACCOUNT|ACC)S?{_TO_NUMBER}\d\d[\d -]{{4,9}}\b"),
    ("V10", rf"\bPASSPORT{_TO_NUMBER}[A-Z]{{0,2}}\d{{6,9}}\b"),
    (
        "V10",
        rf"\b(?:PAYROLL|EMPLOYEE|STAFF|PERSONNEL)\s?(?:NO|NUMBER|NUM|ID|REF){_TO_NUMBER}"
        r"[A-Z]{0,3}\d{4,}\b",
    ),
)

STRICT: Final[Patterns] = (
    *_compile(
        ("V01", rf"\b{_PREFIX}[\s-]?(?:\d{{2}}[\s-]?){{3}}[A-D]?\b"),
        ("V02", r"\b\d{2}\s?[A-Z]\d\s?\d{2}\s?\d{2}\b"),
        ("V03", r"\bSWE?\s?-?\d{1,7}\b"),
        ("V06", rf"\b(?:GIR ?0AA|{_AREA}\d[A-Z\d]? ?{_INWARD})\b"),
    ),
    *_ALWAYS,
    *_DATES,
    *_compile(
        ("V05", r"(?<!\d)(?<!\d-)(?:\+44|0044|0)(?:[()\s-]{0,3}\d){9,11}(?!\d)"),
        ("V10", r"(?<![\d-])\d{2}-\d{2}-\d{2}(?![\d-])"),
        ("V10", r"\b\d{9}\b"),
        ("V10", rf"\b(?!20[1-9]\d{_MONTH_2}{_DAY_2}|{_DAY_2}{_MONTH_2}20[1-9]\d)\d{{8}}\b"),
    ),
)

SENTENCE: Final[Patterns] = (
    *_compile(
        # letters and digits in one piece, or the pairs of the card, or six digits and a suffix
        ("V01", rf"\b(?!FY20\d\d){_PREFIX}\d{{6}} ?[A-D]?\b"),
        ("V01", rf"\b{_PREFIX}([ -]?)\d{{2}}([ -])\d{{2}}\2\d{{2}}(?:\2?[A-D])\b(?<!-\d\d A)"),
        ("V01", rf"\b(?!{_WORD}\b|FY 20\d\d){_PREFIX}([ -])\d{{2}}([ -]?)\d{{2}}\2\d{{2}}[ -]?[A-D]?\b"),
        ("V02", r"\b\d{2}\s?(?!Q[1-4]\s?20\d\d)[A-Z]\d\s?\d{2}\s?\d{2}\b"),
        # one or two digits are a grade, four after a space may be a year, and fewer a number of vacancies
        ("V03", r"\bSWE?-?\d{3,7}\b"),
        ("V03", r"\bSW(?: -?|- )(?!20[1-3]\d\b)\d{4,7}\b(?![,.]\d)"),
        ("V06", rf"\b(?:GIR ?0AA|{_AREA}\d[A-Z\d]?(?: (?!\d(?:ST|ND|RD|TH)\b))?{_INWARD})\b"),
    ),
    *_ALWAYS,
    *_DATES,
    *_compile(
        (
            "V05",
            rf"{_NOT_MONEY}(?!{_DAY_2}[ -]{_MONTH_2}[ -]\d\d)(?:(?:\+44|0044)[ -]?(?:\(0\))?[ -]?|\(?0)"
            r"[1-9](?:[ )-]{0,2}\d){8,9}(?![\d/.-]*\d)",
        ),
    ),
)

NHS_NUMBER: Final = re.compile(rf"{_NOT_MONEY}(\d{{3}})[ -]?(\d{{3}})[ -]?(\d{{4}})(?![\d/]|,\d)")
