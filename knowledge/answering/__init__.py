"""From a question to the paragraph that answers it: reading, ranking, quoting, and how sure that is."""
