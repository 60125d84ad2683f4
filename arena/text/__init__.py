"""Plain functions on text: hashes, words, matching, safe display. No state, no I/O."""
