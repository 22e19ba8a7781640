"""Footers in English, as cells with one blank between words; names begin with a capital."""

from __future__ import annotations

from tickbox_core.interchange.footers.parts import DAY, compile_patterns, one_of, words


def _any_case(*patterns: str) -> str:
    return f"(?i:{'|'.join(patterns)})"


_TO_END = "(?:| ?:.*)"
_NAME = r"(?:the )?[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}"
_NUMBER = "[0-9][0-9,. ]*"
_MONTH = words("jan feb mar apr may jun jul aug sep oct nov dec") + r"[a-z]*\.?"
_DATE = one_of(
    DAY,
    r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:19|20)[0-9]{2}",
    rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}(?: [0-9]{{1,2}}(?:st|nd|rd|th)?)?,? [0-9]{{4}}",
)

# -- sure --------------------------------------------------------------------------------------

_SUMMED = words(
    "votes? costs? amounts? items? ballots? number count areas? households? people residents? "
    "owners? budget turnout value cast valid invalid due wishes"
)
_TOTAL = (
    rf"(?:{words('grand overall page running final combined sub')}[ -]?)?(?:totals?|sum)"
    rf"(?: {_SUMMED}){{0,2}}(?:| ?[:=(].*| [¥$€£]?{_NUMBER}(?:[a-z²]{{1,12}})?)"
)
_DONE = words(
    "prepared compiled filled completed checked reviewed approved verified certified submitted "
    "counted recorded entered witnessed authorised authorized audited issued reported typed signed"
)
_BY = rf"{_DONE}(?: in| out| up)?(?: (?:and|&) {_DONE})? by"
_BLANK = "(?:intentionally )?(?:left )?blank"
SURE = compile_patterns(
    _any_case(
        _TOTAL,
        "(?:average|mean|median|altogether|in all) ?[:=(].*",
        r"(?:page|pg\.|p\.) ?[0-9_]+(?: ?(?:/|of) ?[0-9_]+)?",
        "sheet [0-9]+ of [0-9]+",
        r"continued (?:(?:on|from) (?:the )?\w+ page|overleaf)",
        "(?:please )?turn over",
        rf"(?:the )?end of (?:the )?{words('table list page document report file roll records?')}",
        rf"{_BLANK} below",
        rf"this page (?:is )?{_BLANK}",
        "nothing (?:below|follows)",
        f"no (?:more|further) {words('entries rows items records')}.*",
        r"(?:authori[sz]ed )?signatures?(?:\(s\))?(?: of [a-z ]{1,30})? ?:.*",
        "authori[sz]ed signatures?",
        "signatures? of [a-z ]{1,30}",
        "signed ?:.*",
        "sign here",
        "(?:official )?(?:seal|stamp)(?: here)? ?:.*",
        "(?:official )?(?:seal|stamp) here",
        r"(?:notes?|remarks?|sources?|n\.?b\.?)(?: [0-9]{1,2})? ?:.*",
    ),
    _any_case(_BY) + one_of(_TO_END, f" {_NAME}"),
)

# -- where the row says nothing else -----------------------------------------------------------

_OFFICER = words(
    r"chair\w* secretary treasurer clerk officer manager teller witness representative counter "
    "contact name director head president leader"
)
_ROWS = words(
    "rows? records? items? ballots? votes? households? pages? entries people residents? wishes "
    "owners? units?"
)
MAYBE = compile_patterns(
    # words that an item may have for its id
    _any_case(
        "(?:the )?end",
        words("average mean median altogether continued signatures? signed blank"),
        r"in all|p\.?t\.?o",
        "(?:official )?(?:seal|stamp)",
    ),
    _any_case(
        rf"(?:{one_of('dated?', 'as of', 'as at', 'printed(?: on)?', 'signed(?: on)?')} ?:? ?)?"
        + _DATE
    ),
    # a label that is still to be filled in
    r"[A-Za-z][A-Za-z ()./'-]{0,30} ?:",
    # a label, and what it asks for
    _any_case(rf"[a-z ]{{0,24}}{_OFFICER}") + f" ?: ?{_NAME}",
    _any_case(r"(?:(?:tele)?phone|tel|fax|mobile|contact)\.?") + " ?: ?[-0-9()+ ,/]*",
    _any_case(rf"(?:number|no\.?|count)(?: of [a-z ]{{1,24}})? ?: ?{_NUMBER}"),
    # 12 ballots in total
    _any_case(
        rf"{_NUMBER} {_ROWS}"
        rf"(?: {one_of('in all', 'in total', words('altogether total listed counted received'))})?"
    ),
)
