"""Private notebooks: sealed at rest, readable by their author alone."""
