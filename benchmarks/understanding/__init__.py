"""`python -m benchmarks.understanding`: how well messages are understood, on public sets. See README.md."""
