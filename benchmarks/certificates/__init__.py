"""The papers of a class, from issuing to files on disk, beside plain WeasyPrint.

872 invented people of the demo with their units and positions, servers and a worker
as `make run` starts them, on data of their own.
"""
