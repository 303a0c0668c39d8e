"""Appointments again and again: booked, shown and changed as one."""
