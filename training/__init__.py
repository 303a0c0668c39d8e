"""Makes what ships trained."""
