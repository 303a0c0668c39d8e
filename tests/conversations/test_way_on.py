"""After every reply there is something that the customer can do next: answer, tap, or write what the reply names."""

import re
from pathlib import Path

import pytest
from script import Expect, Script, read_scripts

SCRIPTS = [s for path in sorted(Path(__file__).parent.glob("*.txt")) for s in read_scripts(path)]
DONE = re.compile(
    r"(?:^|\n)(?:Booked|Moved|Cancelled|Changed|Noted|Removed): |it stays as it is|left things as they are"
    r"|You're welcome|You have (?:one|\d+) bookings?:|That's this one:|Those are these:|passed this on|Bye for now"
    r"|All good then|[Tt]hank you|you won't be asked"
)
"""What was asked for is done, or told, and nothing is open."""
NAMES_NEXT = re.compile(r"\?|\"person\"|You can write|Just write|Tell me|write \"")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_no_reply_leaves_the_customer_with_nothing_to_do(script: Script) -> None:
    for step in script.steps:
        if not isinstance(step, Expect) or step.choices or "..." in step.text or step.text == "(silence)":
            continue
        assert DONE.search(step.text) or NAMES_NEXT.search(step.text), step.text
