"""Reminders: on which days they go out, to whom, and in what words."""
