"""Which question is bad: classical item analysis of the attempts at a quiz."""
