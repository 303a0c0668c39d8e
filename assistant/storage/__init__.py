"""The tables, and everything that speaks to them: nobody else does."""
