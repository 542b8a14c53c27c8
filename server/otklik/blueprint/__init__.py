"""The company's settings as one file, to be kept or taken elsewhere: no secrets, no people, no channels."""
