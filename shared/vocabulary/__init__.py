"""What the services say to one another: data items, events, codes, dates, numbers. Standard library only."""
