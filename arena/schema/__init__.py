"""Frozen records that parties exchange; one module each. Import the module you need."""
