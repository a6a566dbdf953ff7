"""Prepares one exercise from the listener's choices, and plays it in a session."""
