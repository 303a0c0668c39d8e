"""Benchmarks: what the assistant costs, measured beside what it could cost. See README.md."""
