"""Text to meaning: pure, offline, without a language model."""
