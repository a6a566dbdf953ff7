"""Sound devices that pull frames from a player, through PortAudio or miniaudio."""
