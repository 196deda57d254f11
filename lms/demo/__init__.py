"""An invented province at work: people, accounts, classes and what they learned.

Units, courses and law are real (curriculum/); every person and every result here is
invented, from fixed seeds, so that each load gives the same people.
"""
