"""What the three services share: errors, the words they say to one another, how they run, how pages look."""
