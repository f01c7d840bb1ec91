"""What is measured and pictured on a community of its own; nothing here runs in one."""
