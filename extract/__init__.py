"""From articles to plain records: who speaks, what is claimed, what happens."""
