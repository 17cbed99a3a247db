"""A simulated month of officers, honest ones and cheats, by which the flags are measured.

:mod:`dunia` is where they are and whom they might visit, :mod:`jujur` how honest visits look with everything that goes wrong on
real phones, :mod:`curang` six ways to fabricate visits, :mod:`jalan` sends it all through the real intake and counts what the
real flags say. The same seed gives the same month.
"""
