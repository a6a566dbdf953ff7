"""Everything asked and answered by voice: menus, choosing a voice, people to call, errors."""
