"""Reading a directory from any of the files that libraries really have."""
