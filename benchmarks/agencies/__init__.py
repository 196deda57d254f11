"""A country's worth of units and people: how long the coordinator's pages take.

10,000 agencies in a tree of four levels, 1,000,000 people with dated memberships and one
enrolment each over ten classes. Nobody in it exists.
"""
