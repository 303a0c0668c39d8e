"""How many of several bookings are meant: all of them, the next one, only that one."""

import re

from assistant.understanding.model import Scope
from assistant.understanding.phrases import Finding, compile_phrases

_BOOKINGS = r"(?:appointments|appts|bookings|reservations|visits|sessions|ones)"
_SERIES = r"(?:appointments|appts|bookings|reservations|visits|sessions|ones|times|dates|weeks)"
"""With "all" before them: "any other times?" asks for times."""
_REMAINING = r"(?:future|upcoming|coming|next|remaining|other)"
_AFTER_IT = r"(?:following|later|further|subsequent)"
_SPARED = re.compile(r"\b(?:keep|leave|leaving|keeping|not|except|without|apart from|other than)\s(?:all\s)?(?:of\s)?$")
"""Before what is not to be changed: "cancel this one and keep the rest"."""
_SPARED_LENGTH_MAX = 24
_RULES = (
    (
        Scope.ONE,
        compile_phrases(
            r"(?:just|only) (?:(?:this|that|the) one|(?:the )?(?:one|first))",
            r"not (?:all|the others|the rest|the others?)",
        ),
    ),
    (
        Scope.ALL,
        compile_phrases(
            r"(?:this|that|it|one) and (?:all )?(?:the )?(?:following|later|future|rest|others?|after|ones after)",
        ),
    ),
    (
        Scope.FOLLOWING,
        compile_phrases(
            rf"(?:all |every one )?(?:of )?(?:the|my|any) {_AFTER_IT} {_BOOKINGS}",
            rf"all (?:of )?{_AFTER_IT}(?: {_SERIES})?",
            r"all (?:the )?following(?: <time>)?",
        ),
    ),
    (
        Scope.ALL,
        compile_phrases(
            rf"(?:all|every one) (?:of )?(?:(?:the|my|our|these|those) )?(?:{_REMAINING} )?{_SERIES}",
            r"(?:all|every(?: single)? one) of (?:them|these|those|it)",
            r"(?:them|it)(?: all)",
            r"them",
            r"(?:the|my) (?:whole|entire) (?:series|lot|thing)",
            rf"(?:the|my) (?:rest|lot|series)(?: of (?:them|it|(?:the|my) (?:{_BOOKINGS}|series))| please)?(?! of)",
            r"all (?:of )?(?:the|my) (?:rest|others)",
            r"every(?:thing|(?: single)? (?:one|appointment|booking|visit))",
            rf"(?:the|my|any) {_REMAINING} {_BOOKINGS}",
            r"from (?:then|there|that one) on(?:wards)?",
            r"(?:to|for|on|with) (?:all|everything)(?=\s?:)",
            r"(?:put|have|register) both(?: of (?:them|these|those))?",
            r"all (?:<service>|<time>|from|after|to|until|on|at|by|\w{1,20} <service>)",
            r"(?:cancel|move|shift|change|drop|delete|remove|reschedule|yes) all",
            r"{start}(?:yes |no |and |then )?all(?: please)?{end}",
        ),
    ),
    (
        Scope.NEXT,
        compile_phrases(
            r"(?:the|my) (?:next|coming|upcoming) (?:one|appointment|appt|booking|visit|session|<service>)",
            r"{start}(?:the )?next(?: one)?(?: please)?{end}",
        ),
    ),
)


def find_scope(masked: str) -> Finding[Scope] | None:
    """Return which of several bookings folded text whose slots are masked is about; None where it does not say."""
    for scope, pattern in _RULES:
        for found in pattern.finditer(masked):
            before = masked[max(0, found.start() - _SPARED_LENGTH_MAX) : found.start()]
            if scope is Scope.ONE or not _SPARED.search(before):
                return Finding(value=scope, start=found.start(), end=found.end(), rule=f"scope.{scope}")
    return None
