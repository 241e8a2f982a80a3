"""From records to RDF: identifiers, mapping, the store, queries and networks."""
