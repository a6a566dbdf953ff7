"""The media keys of a Linux desktop, by MPRIS: keys of a headset come in, what plays goes out."""
