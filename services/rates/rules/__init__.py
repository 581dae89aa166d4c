"""Pure rules of the protocol: what is in force when, what a cap is in another basis, what a check answers."""
