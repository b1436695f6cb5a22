"""The scorer of lines that the splitter uses, learned from made pages."""
