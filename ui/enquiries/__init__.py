"""Lines of enquiry in the window: their tab, the form for one, and what tells that a draft came before them."""
