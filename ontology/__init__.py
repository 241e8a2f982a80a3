"""The vocabulary and the authority data that every layer shares."""
