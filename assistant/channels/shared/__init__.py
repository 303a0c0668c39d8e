"""What channels have in common: signatures and the HTTP sender."""
