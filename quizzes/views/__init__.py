"""Sitting a quiz: start, answer, review, submit, result. Works by plain forms alone."""
