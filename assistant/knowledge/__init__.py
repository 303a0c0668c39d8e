"""Questions to answers: which of the shop's entries a message asks for, and when silence is better. Pure."""
