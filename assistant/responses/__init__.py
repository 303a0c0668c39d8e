"""Acts to words: pure. Every fact in a reply comes from the act, and every word from `texts/`."""
