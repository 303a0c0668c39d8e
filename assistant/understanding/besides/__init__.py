"""What a message wants besides one thing: further wishes, another booking, and for whom it is."""
