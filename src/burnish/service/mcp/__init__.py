"""The MCP server: tools by which any client of the Model Context Protocol looks at photos and edits them."""
