"""Spoken dialogues: menus, choosing a voice, people to call, errors."""
