"""The sandbox: a messenger inside this installation, in which an operator plays the customer."""
