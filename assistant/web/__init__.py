"""What speaks HTTP: webhooks and pages."""
