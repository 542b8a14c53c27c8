"""E-mail: letters read over IMAP, sent over SMTP, and understood without trusting a byte of them."""
