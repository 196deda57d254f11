"""Pytest plugin: the tests' own PostgreSQL, started by the first connection."""
