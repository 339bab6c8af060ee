"""Language models behind ports: chat models that plan, and what is needed to reach them."""
