"""Everything that knows Postgres: how to reach it, how to run a private one, the tables and what is done with them."""
