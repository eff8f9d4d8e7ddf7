"""The rooms in which the directory is looked through."""
