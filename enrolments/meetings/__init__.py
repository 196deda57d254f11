"""Meetings of a class: the code on the wall, and calendars."""
