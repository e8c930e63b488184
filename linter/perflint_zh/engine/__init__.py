"""How a run goes through its documents: the same functions, one after the other, in processes, or on a cluster."""
