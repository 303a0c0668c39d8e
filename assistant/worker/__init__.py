"""What happens while nobody waits for an answer: turns, and the delivery of replies."""
