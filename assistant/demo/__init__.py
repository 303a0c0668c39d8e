"""A made-up past for a demo shop: planned from a seed, never presented as real (pure)."""
