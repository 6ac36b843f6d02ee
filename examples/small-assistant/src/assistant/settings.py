"""Settings of the assistant."""

import os

SYSTEM_PROMPT = "You are a helpful assistant."
MAX_TOKENS = int(os.environ.get("ASSISTANT_MAX_TOKENS", "20"))

# A planted fault of the example: a credential in the source. It was made up and opens nothing.
BACKUP_ACCESS_KEY = "AKIA3EXAMPLE7QWZ5T2Y"
