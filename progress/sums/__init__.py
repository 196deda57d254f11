"""Sums kept beside the facts, provably equal to them. See docs/decisions/0015."""
