"""Can each party be believed? The contestant (conformance), the judge (self-test), the person (interview, realism)."""
