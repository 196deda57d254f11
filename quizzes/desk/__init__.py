"""The trainers' desk in /cms/: essays to read, points to put right, keys to correct."""
