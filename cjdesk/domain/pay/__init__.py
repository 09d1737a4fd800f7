"""Pay of one person, assignment and month: pure functions on frozen inputs (domain.md 4.3), in whole fen."""
