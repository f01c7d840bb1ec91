"""The pages about a member, and those where she says how she wants things here. HTTP only."""
