"""What the bookings tell the owner: how many more will come, and whether they will fit (pure)."""
