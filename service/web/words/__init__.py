"""The words of the page, in Chinese and in English, a file for each part of it."""
