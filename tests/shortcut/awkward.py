"""A name for folders that holds every sign to which a shell or a desktop entry gives a meaning."""

from __future__ import annotations

AWKWARD = 'it\'s "100%" \\n \\ $HOME `x` ~ #;&|<>()*?=%f é'
