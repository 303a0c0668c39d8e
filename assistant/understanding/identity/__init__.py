"""Who writes, who is booked for, and how to reach them."""
