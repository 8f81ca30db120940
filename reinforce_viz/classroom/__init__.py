"""A class that trains one model together: rooms, rounds and draws, kept in a database."""
