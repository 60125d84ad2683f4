"""`arena persona`: writing people, checking them, asking them who they are."""
