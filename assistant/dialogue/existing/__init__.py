"""Bookings that stand: which one is meant, and its time, its details or its end."""
