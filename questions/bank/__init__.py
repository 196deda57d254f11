"""The bank at the trainers' desk: finding, using, changing many, spotting doubles."""
