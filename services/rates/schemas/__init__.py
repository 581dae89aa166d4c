"""The shapes of what is sent and answered: form is checked here, sense in the rules."""
