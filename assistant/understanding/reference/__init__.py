"""How what is open is reached by words: which booking, which items of a list, how many of them."""
