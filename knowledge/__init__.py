"""The report and how to search it: pure Python, with no Discord, network, clock or database."""
