"""Everything that the bot posts unasked: what is owed, when it falls due, and how it is sent once and only once."""
