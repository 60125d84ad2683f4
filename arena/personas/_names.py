"""Full names for people who come without one."""

from __future__ import annotations

from collections.abc import Collection

NAMES = (
    "Abena Osei",
    "Bruno Keller",
    "Carla Mendes",
    "Deniz Aydin",
    "Elena Rossi",
    "Farid Nazari",
    "Greta Olsen",
    "Hugo Blanc",
    "Imani Ward",
    "Jonas Berg",
    "Keiko Mori",
    "Lior Adler",
    "Maren Voss",
    "Nadia Haddad",
    "Oskar Nowak",
    "Paloma Ruiz",
    "Quentin Roy",
    "Rosa Lindt",
    "Samir Patel",
    "Tessa Moore",
    "Umar Siddiq",
    "Vera Ilic",
    "Wim de Boer",
    "Ximena Soto",
    "Yusuf Demir",
    "Zofia Krol",
    "Anton Hale",
    "Bea Novak",
    "Cyril Okoye",
    "Dara Quinn",
    "Emil Strand",
    "Fay Bennett",
)
"""Ordinary ones, from many places."""


def free_name(taken: Collection[str], first: int) -> str:
    """A name that nobody has, beginning with the one at `first`; numbered when all are taken."""
    turned = [NAMES[(first + n) % len(NAMES)] for n in range(len(NAMES))]
    return next((name for name in turned if name not in taken), f"{turned[0]} {len(taken) + 1}")
