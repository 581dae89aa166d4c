"""How the suite is started, fed and operated: the `workforce` command, one process or many."""
