"""Thin Discord commands, one file a command family; loaded by name."""
