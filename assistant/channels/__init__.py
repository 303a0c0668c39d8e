"""The platforms: one module for each, which know nothing of one another."""
