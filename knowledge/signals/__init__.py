"""What a news item or message signals: whether it is about the report's subject, where, which themes, how grave.

Pure reading of text, in memory. It helps a person decide; it never says that a crime was committed.
"""

from knowledge.signals.reading import Signal, Signals
from knowledge.signals.severity import Severity

__all__ = ["Severity", "Signal", "Signals"]
