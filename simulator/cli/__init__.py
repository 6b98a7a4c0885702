"""What can be done with the model, one task a file."""
