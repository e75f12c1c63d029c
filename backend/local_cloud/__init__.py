"""A whole cloud on one computer: PostgreSQL, S3, API and worker as supervised children."""
