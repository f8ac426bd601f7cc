"""One payment: by the balance before and after."""
