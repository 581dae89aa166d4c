"""What the service does, one function a thing: each takes a session, raises a Problem, and never commits."""
