"""Service calls, performed: the only way from the dialogue to the diary."""
