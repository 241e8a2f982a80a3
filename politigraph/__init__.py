"""Politigraph: news articles in, a knowledge graph of who said and did what out."""
