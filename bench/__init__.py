"""What is measured and has_pending_images on a community of its own; nothing here runs in one."""
