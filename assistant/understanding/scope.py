"""How many of several bookings are meant: all of them, the next one, only that one."""

from assistant.understanding.model import Scope
from assistant.understanding.phrases import Finding, compile_phrases

_SERIES = r"(?:appointments|appts|bookings|reservations|visits|sessions|times|dates|ones|weeks)"
_COMING = r"(?:future|upcoming|coming|next)"
_AFTER_IT = r"(?:following|later|remaining|other|further|subsequent)"
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
            rf"(?:all |every one )?(?:of )?(?:the|my|our|these|those|any) {_AFTER_IT} {_SERIES}",
            rf"all (?:of )?{_AFTER_IT}(?: {_SERIES})?",
            r"all (?:the )?following(?: <time>)?",
            r"all (?:of )?(?:the|my) (?:rest|others)",
            r"(?:the|my) (?:rest|others|ones after)(?: of (?:them|it))?",
        ),
    ),
    (
        Scope.ALL,
        compile_phrases(
            rf"(?:all|every one) (?:of )?(?:(?:the|my|our|these|those) )?(?:{_COMING} )?{_SERIES}",
            r"(?:all|every(?: single)? one) of (?:them|these|those|it)",
            r"(?:them|it)(?: all)",
            r"them",
            r"(?:the|my) (?:whole|entire) (?:series|lot|thing)",
            r"(?:the|my) (?:lot|series)(?: of (?:them|it))?",
            r"every(?:thing|(?: single)? (?:one|appointment|booking|visit))",
            rf"(?:the|my|any) {_COMING} {_SERIES}",
            r"from (?:then|there|that one) on(?:wards)?",
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
        if found := pattern.search(masked):
            return Finding(value=scope, start=found.start(), end=found.end(), rule=f"scope.{scope}")
    return None
