"""A shop you can text: messages in, bookings in Postgres, honest replies out."""
