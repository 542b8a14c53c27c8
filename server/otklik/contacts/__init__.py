"""The people we serve: one contact with several identities, merged by evidence, un-merged on demand."""
