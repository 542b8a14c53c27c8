"""`python -m otklik` is `otklik`."""

from otklik.cli import main

main()
