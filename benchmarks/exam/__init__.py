"""An examination of a whole province, through HTTP: what is lost, and how fast it is.

`make bench-exam`. Data, servers and sessions are its own, under `.cache/bench`; it
prints a table in the form of docs/measurements.md.
"""
