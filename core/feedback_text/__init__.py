"""What clients say in words: clauses, their polarity, their themes, each with the place it stands on.

Everything is rules and word lists written for service feedback: the same text always reads the same,
and every finding can point at its words.
"""
