"""What clients read, in their language: one module of texts a language, and which of them a reader gets."""
