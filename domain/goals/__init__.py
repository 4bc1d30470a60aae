"""What the city wants: goals in a tree, what each idea does for them, and the catalogues both are held against."""
