"""The three services; each knows `shared` and none of its siblings."""
