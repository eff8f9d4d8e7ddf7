"""The rules every card keeps (content research section 4), each a small function of its own."""
