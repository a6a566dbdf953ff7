"""Playing: a player that is pulled, the sinks that pull it, and the keys that steer it."""
