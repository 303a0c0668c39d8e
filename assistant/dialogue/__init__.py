"""What to do next: pure. A message's meaning is tracked into a state, and the state decides on a reply or a call."""
