"""Plays sound: the player, the sinks that pull frames from it, and the keys that control it."""
