"""Several people at one workspace: roles, invitations, passwords, sign-in by a provider, quotas, and a log of it."""
