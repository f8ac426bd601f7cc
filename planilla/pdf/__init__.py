"""The PDFs: fetched beside the work, checked, put in their place."""
