"""From runs to decisions: regret, when a policy fails, what is worth knowing, mixes under a budget, trade-offs."""
