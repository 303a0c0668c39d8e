"""What can be booked, and when: pure values and functions, without a database or a clock."""
