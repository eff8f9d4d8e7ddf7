"""Care of listings: checks, flags, pins, tips, corrections, and their rooms."""
