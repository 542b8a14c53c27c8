"""A workspace filled with invented customers, so that a newcomer sees a living desk; gone again in one step."""
