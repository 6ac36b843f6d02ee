"""A small assistant."""
