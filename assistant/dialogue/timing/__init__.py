"""Times in the conversation: what is wished, what is ruled out, what a time is told by, what must be asked."""
