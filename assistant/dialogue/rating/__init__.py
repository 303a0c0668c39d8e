"""How a visit was: asking for it, and hearing the answer."""
