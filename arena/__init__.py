"""Simulated people talk to assistants; judges say whom they would rather keep talking to.

>>> arena tournament            # on the command line: the shipped cast on the offline model
"""

__version__ = "0.1.0"
