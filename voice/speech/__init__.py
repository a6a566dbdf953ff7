"""Turns text into speech: one protocol, pyttsx3 in a worker process, calibration, a cache."""
