"""What slots can be filled with, a module each; `_catalogue` finds them.

A module may define `PARTS` (what it brings), `CONTESTANTS` (names for combinations) and `ANSWERS` (offline answers to
the questions it asks, by prompt name).
"""
