"""De-escalation cards: what to say, feelings first, then the problem."""
