"""A shop file with nothing in it that could be left out, in pieces."""

from assistant.shopfile.model import ShopFile
from assistant.shopfile.read import parse_shop

BUSINESS = """
[business]
slug = "bistro"
name = "Bistro"
currency = "EUR"
[location]
zone = "Europe/Paris"
"""
HOURS = """
[hours]
tue-sat = "18:00-23:00"
"""
TABLE = """
[tables.small]
party_max = 2
"""
SERVICE = """
[services.dinner]
duration = "2h"
needs = ["tables"]
"""
SMALLEST = BUSINESS + HOURS + TABLE + SERVICE


def parse(text: str) -> ShopFile:
    return parse_shop(text, "bistro.toml")
