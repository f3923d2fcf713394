"""The running program: configuration, storage, the Discord client, the command line and the sandbox."""
