"""How the fast form of a step goes through people, a slice of eight ages of all counties at a time."""
