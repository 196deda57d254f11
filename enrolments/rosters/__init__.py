"""Rosters as offices really send them, read into people; pure.

bytes → `grids` (cells, merged ones filled, old encodings mended) → `headings` (which
column says what) → `entries` (one person a row, with what was mended and what is wrong)
→ `matching` (who that is among the people known).
"""
