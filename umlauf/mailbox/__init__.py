"""An embedded mailbox for demonstrations and tests: catches every mail and shows it, sends none on."""
