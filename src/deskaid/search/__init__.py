"""Finding: one question, cards and listings together."""
