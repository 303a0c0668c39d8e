"""What the core asks of the outside, and the values that cross the border. `storage` and `channels` answer it."""
