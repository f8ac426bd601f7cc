"""What is of no subject: errors, exit codes, days, money, secrets, files written whole."""
