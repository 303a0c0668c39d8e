"""A shop is a TOML file: read it, say what is wrong with it, print it again."""
