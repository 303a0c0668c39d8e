"""Whether what stands is to be under another name: "change the name", "put it under Smith", "my sister will come"."""

from assistant.understanding.identity.name_phrases import KIN
from assistant.understanding.phrases import OTHER, Finding, compile_phrases

_NAME = f"(?<!{OTHER}){OTHER}++"
_RENAMES = compile_phrases(
    r"(?:change|correct|update|switch|swap|amend|set|edit|fix) (?:the |my |that )?{kind}?name(?! of\b)",
    r"{put} {it} (?:down )?(?:under|in|into) (?:{name}(?:'s name)?"
    r"|(?:a |the )?(?:different |other |another |new )?name\b|(?:his|her|their|(?:my|our) {kin}'s) name)",
    r"(?:it|that|this|they|one|name|{own} {gap}{thing}) (?:should|needs? to|must|has to|have to|ought to"
    r"|(?:is|was|were|are) (?:supposed|meant) to) (?:be |have been |go )?(?:under|called"
    r"|(?:in|for) (?:{name}|my {kin})|{name}|my {kin}'s name)"
    r"(?! (?:<time>|<party>))",
    r"(?:the )?name (?:should|needs to|must|has to|ought to)",
    r"{start}(?:actually |sorry |no )?(?:under|in) {name}(?:'s name)?(?: please)? instead",
    r"(?:(?:my|our) (?:\w{1,20} )?{kin}(?: {name})?|{name})(?:'s|'ll| is| will| would| can| is going to| wants to)"
    r" (?:(?:actually|now) )?(?:come|be coming|coming|take|be taking|taking|use|using|go|going|have|having|attend)"
    r"(?: \S{1,20}){0,3}? (?:instead(?! of(?! me\b| us\b))|(?:my|our|the) (?:place|spot|slot|appointment|booking))",
    r"(?:can|could|may) (?:(?:my|our) (?:\w{1,20} )?{kin}(?: {name})?|{name}|\w{2,20}(?: \w{1,20})?)"
    r" (?:please )?(?:come|go|attend|have it|take it) (?:instead of (?:me|us)|in (?:my|our) (?:place|stead))",
    r"(?:it's|it is|this is|that's|that is) (?:actually |now |really )?for (?:(?:my|our) (?:\w{1,20} )?{kin}|{name})"
    r"(?: {name})?(?:,? (?:actually|now|instead|not me|not for me|really))",
    r"(?:it's|it is) (?:actually|now|really) for (?:(?:my|our) (?:\w{1,20} )?{kin}|{name})",
    kind="(?:booking|reservation|appointment|wrong) ",
    put="put|place|have|switch|change|move|make|file|book|register",
    it="(?:it|that|this|them|these|those|both|all|everything|mine)(?: all)?(?: of (?:it|them|these|those))?|all|both"
    "|{own} {gap}{thing}",
    name=_NAME,
    kin=KIN,
)
_CUE_WORDS = """
    name under instead place spot slot should supposed meant must ought actually really take taking use using attend
"""
_CUES = frozenset(_CUE_WORDS.split())
"""One of these stands in each of those phrases."""


def find_rename(masked: str, words: frozenset[str]) -> Finding[bool] | None:
    """Return where folded text, its name masked, says that what stands is to be under another name."""
    found = _RENAMES.search(masked) if not _CUES.isdisjoint(words) else None
    return Finding(value=True, start=found.start(), end=found.end(), rule="rename") if found else None
