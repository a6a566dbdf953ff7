"""MP4, the container of M4B and M4A: nested boxes (ISO 14496-12 and -14, Apple's QuickTime)."""
