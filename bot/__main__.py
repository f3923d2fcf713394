"""Lets ``python -m bot`` do what ``r2p`` does."""

from bot.cli import main

main()
