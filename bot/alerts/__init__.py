"""Alerts: raised once, tied to what the report says, worked on until they are closed, and remembered."""
