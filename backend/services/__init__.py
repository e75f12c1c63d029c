"""What the product does. Services own the transactions and know nothing of HTTP."""
