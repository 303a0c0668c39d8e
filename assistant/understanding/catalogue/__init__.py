"""Services and people of the shop, found in a message by name, alias, part of a name, or with a typo."""
