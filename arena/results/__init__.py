"""What a run shows: where contestants stand, how certain that is, what lies behind it, how far to rely on it."""
