"""Which words a regular expression cannot do without: a text that lacks them need not be searched.

They are read off the expression, so that nobody has to list them. Its matches are described by outlines: strings of
small letters, in which a blank is anything but a letter and a star anything at all. What is not understood is a star,
and asks for no word: a gate may let too much through, and never too little.
"""

import re
import string
from collections.abc import Iterable, Sequence
from functools import cache, reduce
from itertools import groupby
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

Outlines = frozenset[str]
Node = tuple[Any, Any]
"""Of a parsed expression: an operation, and what it is done with."""
Clause = frozenset[str]
"""Words, of which one must be in the text."""

_NOTHING, _BLANK, _ANYTHING, _DIGIT = Outlines([""]), Outlines([" "]), Outlines(["*"]), " 0 "
_OUTLINES_MAX = 320
_RANGE_MAX = 4
_ALIKE, _LETTERS = (" ", "*"), string.ascii_lowercase
_WORDS = re.compile("[a-z]+|\ue000+|\ue001+|\ue002+|\ue003+|\ue004+|[^a-z ]")
"""The private characters stand for what was found, each for a character of it."""
_RARE_LENGTH = 8
"""Words of this length are seldom said by chance."""


def split_words(text: str) -> set[str]:
    """Return the words of folded text: small letters in a row, and any other sign by itself."""
    return set(_WORDS.findall(text))


def squeeze(word: str) -> str:
    """Return what stands for a word: "yes" for "yesss", and "0" for any digit."""
    return "0" if word.isdecimal() else "".join(letter for letter, _ in groupby(word))


def find_needs(regex: str) -> list[tuple[Clause, ...]]:
    """Return what the text of a match of `regex` must hold: for each of its branches words, one of each clause."""
    parsed = _parser.parse(regex)
    nodes = list(parsed)
    if parsed.state.flags & re.IGNORECASE:
        return [()]
    place = next((place for place, (operation, _) in enumerate(nodes) if operation not in _OPENING), 0)
    if not nodes or nodes[place][0] is not _constants.BRANCH:
        return [_list_needs(nodes)]
    return [_list_needs([*nodes[:place], *branch, *nodes[place + 1 :]]) for branch in nodes[place][1][1]]


_OPENING = (_constants.ASSERT, _constants.ASSERT_NOT, _constants.AT, _constants.LITERAL)
"""What may stand before the branches of an expression: letters that all of them begin with, too."""


def _list_needs(nodes: Sequence[Node]) -> tuple[Clause, ...]:
    outlined = _Outline(nodes)
    return tuple(dict.fromkeys((*outlined.clauses, *_list_clauses(outlined.ends))))


def weigh(clause: Clause) -> int:
    """Return how likely a text has one of the words by chance: more words, and short ones, are likelier."""
    return sum(max(1, _RARE_LENGTH - len(word)) for word in clause)


class _Outline:
    """The outlines of a row of nodes: `ends` are open at both ends, `clauses` what had to be said within."""

    def __init__(self, nodes: Iterable[Node], *, is_whole: bool = True) -> None:
        self.ends, self.clauses = _NOTHING, list[Clause]()
        for is_literal, row in groupby(nodes, lambda node: node[0] is _constants.LITERAL):
            if is_literal:
                self._join(Outlines([_outline_literals(code for _, code in row)]))
            for node in () if is_literal else row:
                self._join(self._outline(node))
            if is_whole and self.ends != _BLANK and all(end[-1:] == " " for end in self.ends):
                self.clauses += _list_clauses(self.ends)
                self.ends = _BLANK

    def _join(self, outlines: Outlines) -> None:
        if outlines == _NOTHING:
            return
        for shorten in _SHORTENING:
            if len(outlines) * len(self.ends) > _OUTLINES_MAX:
                self.clauses += _list_clauses(outlines)
                outlines = frozenset(map(shorten, outlines))
            if len(outlines) * len(self.ends) > _OUTLINES_MAX:
                self.clauses += _list_clauses(self.ends)
                self.ends = frozenset(map(shorten, self.ends))
        self.ends = frozenset([_join(end, outline) for outline in outlines for end in self.ends])

    def _outline(self, node: Node) -> Outlines:
        operation, operand = node
        match operation:
            case _constants.IN:
                return _outline_class(operand)
            case _constants.SUBPATTERN if not operand[1] & re.IGNORECASE:
                return self._outline_row(operand[-1])
            case _constants.ATOMIC_GROUP:
                return self._outline_row(operand)
            case _constants.BRANCH:
                return self._outline_branches(operand[1])
            case _constants.MAX_REPEAT | _constants.MIN_REPEAT | _constants.POSSESSIVE_REPEAT:
                return self._outline_repeated(*operand)
            case _constants.AT:
                return _NOTHING if operand is _constants.AT_NON_BOUNDARY else _BLANK
            case _constants.ASSERT:
                return self._outline_seen(*operand)
            case _constants.ASSERT_NOT:
                return _BLANK if _shuts_letters_out(operand[1]) else _NOTHING
            case _:
                return _ANYTHING

    def _outline_row(self, nodes: Sequence[Node]) -> Outlines:
        inner = _Outline(nodes, is_whole=False)
        self.clauses += inner.clauses
        return inner.ends

    def _outline_seen(self, direction: int, nodes: Sequence[Node]) -> Outlines:
        """Return a blank where what must be there, and is not read, begins with no letter."""
        seen = _Outline(nodes, is_whole=False)
        self.clauses += [*seen.clauses, *_list_clauses(seen.ends)]
        return _BLANK if all((end[:1] if direction > 0 else end[-1:]) == " " for end in seen.ends) else _NOTHING

    def _outline_branches(self, branches: Iterable[Sequence[Node]]) -> Outlines:
        inner = [_Outline(branch, is_whole=False) for branch in branches]
        if any(one.clauses for one in inner):
            needs = [one.clauses or _list_clauses(one.ends) for one in inner]
            if all(needs):
                self.clauses.append(frozenset().union(*(min(clauses, key=weigh) for clauses in needs)))
        return frozenset().union(*(one.ends for one in inner))

    def _outline_repeated(self, least: int, most: int, nodes: Sequence[Node]) -> Outlines:
        once = self._outline_row(nodes) if least else _Outline(nodes, is_whole=False).ends
        is_alike = (len(once) == 1 and len(max(once)) == 1) or all(map(_is_sign, once))
        if most > 1 and not is_alike:
            once |= {_keep_blanks(end) for end in once}
        return once if least else once | _NOTHING


def _outline_literals(codes: Iterable[int]) -> str:
    return reduce(_join, map(_outline_character, codes))


@cache
def _outline_character(code: int) -> str:
    char = chr(code)
    if char in _LETTERS or char == " ":
        return char
    return _DIGIT if char.isdecimal() else f" {char} "


def _is_sign(outline: str) -> bool:
    """Return whether an outline is no word: said again, it needs no more than said once."""
    sign = outline.strip(" ")
    return sign == "" or (len(sign) == 1 and sign not in _LETTERS and sign not in _ALIKE)


def _outline_class(members: Sequence[Node]) -> Outlines:
    """Return what a class of characters may be: one of few letters, none, or anything."""
    outlines: set[str] = set()
    for kind, member in members:
        match kind:
            case _constants.LITERAL:
                outlines.add(_outline_character(member))
            case _constants.RANGE if chr(member[0]).isdecimal() and chr(member[1]).isdecimal():
                outlines.add(_DIGIT)
            case _constants.RANGE if member[1] - member[0] <= _RANGE_MAX:
                outlines.update(_outline_character(code) for code in range(member[0], member[1] + 1))
            case _constants.CATEGORY if member is _constants.CATEGORY_DIGIT:
                outlines.add(_DIGIT)
            case _constants.CATEGORY if member in (_constants.CATEGORY_SPACE, _constants.CATEGORY_NOT_WORD):
                outlines.add(" ")
            case _:
                return _ANYTHING
    return frozenset(outlines)


def _shuts_letters_out(nodes: Sequence[Node]) -> bool:
    """Return whether `nodes`, which are not to be there, would let any letter be there."""
    branches = nodes[0][1][1] if len(nodes) == 1 and nodes[0][0] is _constants.BRANCH else [nodes]
    return any(map(_is_any_letter, branches))


def _is_any_letter(nodes: Sequence[Node]) -> bool:
    if len(nodes) != 1 or nodes[0][0] is not _constants.IN:
        return False
    members = nodes[0][1]
    return members[0][0] is not _constants.NEGATE and (_constants.CATEGORY, _constants.CATEGORY_WORD) in members


def _join(first: str, second: str) -> str:
    """Return one outline behind another: blanks are one blank, and stars are one star."""
    return first + second[first[-1:] == second[:1] and second[:1] in _ALIKE :]


def _list_whole_words(outline: str) -> list[str]:
    """Return the words of an outline that nothing can go on with: it is open at both ends."""
    return [squeeze(word) for word in outline.split(" ")[1:-1] if word and "*" not in word]


def _list_clauses(outlines: Outlines) -> list[Clause]:
    """Return what any of `outlines` must hold: of each its first word, its last, and its longest."""
    rows = [_list_whole_words(outline) for outline in outlines]
    if not all(rows):
        return []
    firsts, lasts, longest = zip(*[(words[0], words[-1], max(words, key=len)) for words in rows], strict=True)
    return [frozenset(firsts), frozenset(lasts), frozenset(longest)]


def _keep_ends(outline: str) -> str:
    """Return an outline without what is said between its first blank and its last."""
    first, _, rest = outline.partition(" ")
    return f"{first} * {rest.rpartition(' ')[2]}" if " " in rest else outline


def _keep_first(outline: str) -> str:
    """Return an outline up to its first blank, and whether it ends with one."""
    first, _, rest = outline.partition(" ")
    return f"{first} *{rest[-1:].strip(_LETTERS)}" if rest else outline


def _keep_blanks(outline: str) -> str:
    """Return whether an outline begins and ends with a blank."""
    return outline and _join(_join(outline[:1].strip(_LETTERS), "*"), outline[-1:].strip(_LETTERS))


_SHORTENING = (_keep_ends, _keep_first, _keep_blanks)
