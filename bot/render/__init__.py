"""What the bot says, as Discord messages: data in, components out, within Discord's limits."""
