"""Who is asked, when it is enough, who may not be asked and why, and what happens where opinions differ. Pure."""
