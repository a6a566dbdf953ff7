"""Gets each word said right by each engine: the last stage before the text is handed over."""

from voice.speech.pronunciation.pronounced import pronounced

__all__ = ["pronounced"]
