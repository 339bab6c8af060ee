"""Many pieces of work, on the processors of this machine or on a fleet of Ray workers."""
