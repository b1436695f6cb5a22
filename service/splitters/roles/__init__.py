"""What each line does on its page: headline, body, caption or furniture."""
