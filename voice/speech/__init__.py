"""Text becomes speech: one protocol, pyttsx3 in a worker process, calibration and a cache."""
