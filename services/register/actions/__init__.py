"""What the register does, one function a thing; each takes a session and never commits."""
